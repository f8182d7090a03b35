package com.rocketmat.tenant.vault;

import java.util.Set;

/** Vault did not do what it was asked. The message is for people and contains nothing of the answer's body. */
public final class VaultFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    /** Rate limit; gateway; sealed or no leader; gateway; disaster recovery or performance standby. */
    private static final Set<Integer> OUT_OF_WORK = Set.of(429, 502, 503, 504, 472, 473);

    private final int status;
    private final boolean nothingThere;

    private VaultFailure(String message, int status, boolean nothingThere) {
        super(message, null, false, false);
        this.status = status;
        this.nothingThere = nothingThere;
    }

    static VaultFailure answered(int status, String path) {
        return new VaultFailure("Vault answered %d for %s".formatted(status, path), status, false);
    }

    static VaultFailure nothingAt(String path) {
        return new VaultFailure("Vault has nothing at " + path, NOT_FOUND, true);
    }

    static VaultFailure silent(String path, Throwable cause) {
        return new VaultFailure(
                "Vault did not answer for %s (%s)"
                        .formatted(path, cause.getClass().getSimpleName()),
                0,
                false);
    }

    /** For a single secret, whose value may be too deep or too long for the parser; others can still be read. */
    static VaultFailure unparsable(String path) {
        return new VaultFailure("Vault's answer for %s cannot be parsed".formatted(path), OK, false);
    }

    static VaultFailure unreadable(String path) {
        return new VaultFailure("Vault's answer for %s cannot be read".formatted(path), 0, false);
    }

    /** Reported by the KV engine itself: a 404 from anything else in Vault's place does not prove that a secret is gone. */
    boolean isNothingThere() {
        return nothingThere;
    }

    /** Other paths would fail too, and further calls would only make it worse. */
    public boolean isGeneral() {
        return status == 0 || OUT_OF_WORK.contains(status);
    }
}
