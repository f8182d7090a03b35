package com.rocketmat.model;

import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.reasons.ReferenceRow;
import java.util.List;
import java.util.Optional;

/**
 * A version that scores, and what it needs for that.
 *
 * @param version what it is called, see {@link NewVersion}
 * @param fileSha256 what its file has to have
 * @param reference empty for a version that was stored before there were reasons
 * @param residentBytes that an open session keeps, as measured in the trial
 * @param deaths processes that died while the tenant was theirs, since a batch was scored last
 */
public record ActiveModel(
        String version,
        Manifest manifest,
        String fileSha256,
        Optional<ReferenceRow> reference,
        Optional<Long> residentBytes,
        int deaths) {

    /** Its JSON was checked at the upload, by the release that stored it. */
    static ActiveModel of(StoredModel stored) {
        return new ActiveModel(
                stored.version(),
                Manifest.parse(stored.manifest()),
                stored.fileSha256(),
                Optional.ofNullable(stored.reference()).map(ReferenceRow::parse),
                Optional.ofNullable(stored.residentBytes()),
                stored.deaths());
    }

    static ActiveModel of(ModelVersion version) {
        return new ActiveModel(
                version.version,
                Manifest.parse(version.manifest),
                version.fileSha256,
                Optional.ofNullable(version.reference),
                Optional.ofNullable(version.residentBytes),
                version.deaths);
    }

    /** What has to be in the rows that are scored. */
    public List<String> features() {
        return manifest.features();
    }
}
