package com.rocketmat.training.fit;

/**
 * The model that scores today, to be compared on the same rows.
 *
 * @param version its id
 * @param manifest as JSON
 */
public record ActiveVersion(String version, String manifest, byte[] file) {

    @Override
    public boolean equals(Object other) {
        return other instanceof ActiveVersion(String otherVersion, _, _) && version.equals(otherVersion);
    }

    @Override
    public int hashCode() {
        return version.hashCode();
    }
}
