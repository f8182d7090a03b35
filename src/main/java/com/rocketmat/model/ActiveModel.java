package com.rocketmat.model;

import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.reasons.ReferenceRow;
import java.util.List;

/**
 * A version that scores, with everything needed to run it.
 *
 * @param version its identifier, see {@link NewVersion}
 * @param fileSha256 the expected digest of its file
 * @param reference what its reasons compare with
 * @param residentBytes memory of an open session, as measured in the trial
 * @param deaths processes that died while running the tenant, since the last successful batch
 */
public record ActiveModel(
        String version, Manifest manifest, String fileSha256, ReferenceRow reference, long residentBytes, int deaths) {

    /** Its JSON was validated at the upload, by the release that stored it. */
    static ActiveModel of(StoredModel stored) {
        return new ActiveModel(
                stored.version(),
                Manifest.parse(stored.manifest()),
                stored.fileSha256(),
                ReferenceRow.parse(stored.reference()),
                stored.residentBytes(),
                stored.deaths());
    }

    static ActiveModel of(ModelVersion version) {
        return new ActiveModel(
                version.version,
                Manifest.parse(version.manifest),
                version.fileSha256,
                version.reference,
                version.residentBytes,
                version.deaths);
    }

    /** The features that a row must contain to be scored. */
    public List<String> features() {
        return manifest.features();
    }
}
