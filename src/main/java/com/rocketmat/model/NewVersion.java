package com.rocketmat.model;

import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ManifestWriter;
import com.rocketmat.problem.Sha256;

/**
 * A file with its manifest. Scores refer to the version, so neither may change afterwards.
 *
 * @param version SHA-256 over the digests of file and manifest, both in hexadecimal
 * @param manifest in canonical form
 */
record NewVersion(String version, String name, String fileSha256, String manifest) {

    static NewVersion of(byte[] file, Manifest manifest) {
        String fileSha256 = Sha256.hex(file);
        String canonical = ManifestWriter.canonical(manifest);
        return new NewVersion(Sha256.hex(fileSha256 + Sha256.hex(canonical)), manifest.name(), fileSha256, canonical);
    }
}
