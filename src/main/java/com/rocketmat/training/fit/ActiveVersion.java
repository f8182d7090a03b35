package com.rocketmat.training.fit;

/** The model that scores today, to be compared on the same rows. The manifest is JSON. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ActiveVersion(String version, String manifest, byte[] file) {}
