package com.rocketmat.model;

/**
 * The part of a version that a slice reads.
 *
 * @param manifest as JSON
 * @param fileSha256 the expected digest of the file
 * @param reference as JSON
 * @param residentBytes as measured in the trial
 * @param deaths processes that died while running the tenant, since the last successful batch
 */
record StoredModel(
        String version,
        ModelState state,
        String manifest,
        String fileSha256,
        String reference,
        long residentBytes,
        int deaths) {}
