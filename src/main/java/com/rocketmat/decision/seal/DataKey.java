package com.rocketmat.decision.seal;

/** A tenant's unwrapped key. Prints as {@code ***}, and is not serialised. */
final class DataKey {

    private final long id;
    private final transient byte[] secret;

    DataKey(long id, byte[] secret) {
        this.id = id;
        this.secret = secret;
    }

    long id() {
        return id;
    }

    /** The key itself; use it only to derive an application's key. */
    byte[] reveal() {
        return secret;
    }

    @Override
    public String toString() {
        return "***";
    }
}
