package com.rocketmat.model;

import com.rocketmat.model.upload.Check;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A version as the API shows it. */
@Schema(examples = """
        {"version": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "name": "engineering-2026-11", "state": "uploaded",
         "uploadedAt": "2026-11-24T11:58:00Z", "fileSha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
         "checks": [{"name": "load", "passed": true, "detail": "loads", "remedy": null}],
         "residentBytes": 186368, "batchMillis": 4, "quarantine": null}""")
public record ModelView(
        String version,
        String name,
        ModelState state,
        Instant uploadedAt,

        @Schema(description = "SHA-256 of the file; the version is the digest of file and manifest")
        String fileSha256,

        List<Check> checks,

        @Schema(description = "Memory of an open session, as measured in the trial")
        long residentBytes,

        @Schema(description = "Time of the largest batch in the trial")
        long batchMillis,

        @Schema(nullable = true, description = "Why the version is quarantined")
        String quarantine) {

    static ModelView of(ModelVersion version) {
        return new ModelView(
                version.version,
                version.name,
                version.state,
                version.uploadedAt,
                version.fileSha256,
                version.checks,
                version.residentBytes,
                version.batchMillis,
                version.quarantine);
    }

    /** Number of checks that passed with a warning. */
    public long warnings() {
        return checks.stream().filter(check -> check.remedy() != null).count();
    }

    @Schema(name = "ModelPage")
    public record Page(
            List<ModelView> items, @Schema(nullable = true) String next) {}
}
