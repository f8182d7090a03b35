package com.rocketmat.decision.seal;

/** A tenant's own key, in memory only: it prints as {@code ***}, and no serialiser sees it. */
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

    /** The key itself, only to derive an application's key from it. */
    byte[] reveal() {
        return secret;
    }

    @Override
    public String toString() {
        return "***";
    }
}
