package com.rocketmat.model;

import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.reasons.ReferenceRow;
import com.rocketmat.problem.Sha256;
import jakarta.persistence.Tuple;
import java.util.List;

/**
 * A version that scores, active or shadow, with everything needed to run it.
 *
 * @param version its id, see {@link NewVersion}
 * @param fileSha256 the expected digest of its file
 * @param reference the row that reasons compare with
 * @param residentBytes memory of an open session, as measured in the trial
 * @param deaths processes that died while running the tenant, since a batch last ended
 */
public record ActiveModel(
        String version, Manifest manifest, String fileSha256, ReferenceRow reference, long residentBytes, int deaths) {

    /** The JSON was validated at upload, possibly by an older release. */
    static ActiveModel of(Tuple row) {
        return new ActiveModel(
                row.get("version", String.class),
                Manifest.parse(row.get("manifest", String.class)),
                row.get("file_sha256", String.class),
                ReferenceRow.parse(row.get("reference_row", String.class)),
                row.get("resident_bytes", Long.class),
                row.get("deaths", Integer.class));
    }

    static ActiveModel of(ModelVersion version) {
        return new ActiveModel(
                version.version,
                Manifest.parse(version.manifest),
                version.fileSha256,
                ReferenceRow.parse(version.referenceRow),
                version.residentBytes,
                version.deaths);
    }

    /** Whether a stored file is the uploaded one. Most damaged models still load, so only the digest shows it. */
    boolean isFile(byte[] stored) {
        return Sha256.hex(stored).equals(fileSha256);
    }

    public List<String> features() {
        return manifest.features();
    }
}
