package com.rocketmat.decision.seal;

/**
 * A row of the log with what is sealed in it.
 *
 * @param salt null after an erasure
 * @param sealed null if the values were not kept
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SealedDecision(SealedRow row, Replay.Result result, byte[] salt, byte[] sealed) {}
