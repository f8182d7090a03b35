package com.rocketmat.model;

import java.util.List;

/**
 * A version that scores, and what it needs for that.
 *
 * @param version SHA-256 of its file
 */
public record ActiveModel(String version, Manifest manifest) {

    static ActiveModel of(ModelVersion version) {
        return new ActiveModel(version.version, Manifest.parse(version.manifest));
    }

    /** What has to be in the rows that are scored. */
    public List<String> features() {
        return manifest.features();
    }
}
