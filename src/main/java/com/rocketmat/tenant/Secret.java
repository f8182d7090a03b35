package com.rocketmat.tenant;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A secret in memory: it prints as {@code ***}, compares in constant time, cannot be serialised, and is gone once it is wiped. What
 * is left then still compares, so that a credential that comes back is recognised.
 */
public final class Secret {

    // transient, so that no mapper finds anything here, whatever visibility it is told of
    private final transient byte[] fingerprint;
    private transient char[] value;

    public Secret(String value) {
        this(value.toCharArray());
    }

    private Secret(char[] value) {
        this.value = value;
        this.fingerprint = Fingerprints.of(value);
    }

    /**
     * The secret itself, for the header it belongs into and nothing else.
     *
     * @throws SecretWiped when it is no more
     */
    public synchronized String reveal() {
        return new String(present());
    }

    /**
     * One of its own for whoever keeps it longer than the owner may.
     *
     * @throws SecretWiped when it is no more
     */
    public synchronized Secret copy() {
        return new Secret(present().clone());
    }

    /** Overwrites it. */
    public synchronized void wipe() {
        if (value != null) {
            Arrays.fill(value, '\0');
            value = null;
        }
    }

    private char[] present() {
        if (value == null) {
            throw new SecretWiped();
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(fingerprint, that.fingerprint);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fingerprint);
    }

    @Override
    public String toString() {
        return "***";
    }
}
