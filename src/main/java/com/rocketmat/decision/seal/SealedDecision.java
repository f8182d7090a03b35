package com.rocketmat.decision.seal;

/** A row of the log with what is sealed in it. */
final class SealedDecision {

    private final SealedRow row;
    private final Replay.Result result;
    private final byte[] salt;
    private final byte[] sealed;

    SealedDecision(SealedRow row, Replay.Result result, byte[] salt, byte[] sealed) {
        this.row = row;
        this.result = result;
        this.salt = salt;
        this.sealed = sealed;
    }

    SealedRow row() {
        return row;
    }

    Replay.Result result() {
        return result;
    }

    /** Null after an erasure. */
    byte[] salt() {
        return salt;
    }

    /** Null if the values were not kept. */
    byte[] sealed() {
        return sealed;
    }
}
