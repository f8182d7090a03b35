package com.rocketmat.training.fit;

/** The active model, for a comparison on the same rows. The manifest is JSON. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ActiveVersion(String version, String manifest, byte[] file) {}
