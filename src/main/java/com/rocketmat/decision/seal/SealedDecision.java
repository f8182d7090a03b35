package com.rocketmat.decision.seal;

/**
 * @param salt null after an erasure
 * @param sealed null if the values were not kept
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SealedDecision(SealedRow row, Replay.Result result, byte[] salt, byte[] sealed) {}
