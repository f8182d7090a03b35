package com.rocketmat.model;

/**
 * What a slice reads of a version.
 *
 * @param manifest as JSON
 * @param fileSha256 what the file has to have
 * @param reference as JSON; null for a version that was stored before there were reasons
 * @param residentBytes as measured in the trial; null where that is not known
 * @param deaths processes that died while the tenant was theirs, since a batch was scored last
 */
record StoredModel(
        String version,
        ModelState state,
        String manifest,
        String fileSha256,
        String reference,
        Long residentBytes,
        int deaths) {}
