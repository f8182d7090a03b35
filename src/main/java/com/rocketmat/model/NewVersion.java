package com.rocketmat.model;

import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.problem.Sha256;

/**
 * What a file and its manifest are together: scores refer to it, so neither may change under them.
 *
 * @param version the SHA-256 over the digests of the file and of the manifest, both in hexadecimal
 * @param manifest in its canonical form
 */
record NewVersion(String version, String name, String fileSha256, String manifest) {

    static NewVersion of(byte[] file, Manifest manifest) {
        String fileSha256 = Sha256.hex(file);
        String canonical = ManifestWriter.canonical(manifest);
        return new NewVersion(Sha256.hex(fileSha256 + Sha256.hex(canonical)), manifest.name(), fileSha256, canonical);
    }
}
