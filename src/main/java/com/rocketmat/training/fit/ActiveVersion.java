package com.rocketmat.training.fit;

/**
 * The model that scores today, to be compared on the same rows.
 *
 * @param version its id
 * @param manifest as JSON
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ActiveVersion(String version, String manifest, byte[] file) {}
