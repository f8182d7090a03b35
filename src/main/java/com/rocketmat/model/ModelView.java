package com.rocketmat.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A version as the API shows it. */
@RegisterForReflection
@Schema(examples = """
        {"version": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "name": "engineering-2026-11", "state": "uploaded",
         "uploadedAt": "2026-11-24T11:58:00Z", "checks": [{"name": "load", "passed": true, "detail": "loads", "remedy": null}]}""")
public record ModelView(String version, String name, ModelState state, Instant uploadedAt, List<Check> checks) {

    static ModelView of(ModelVersion version) {
        return new ModelView(version.version, version.name, version.state, version.uploadedAt, version.checks);
    }

    @RegisterForReflection
    @Schema(name = "ModelPage")
    public record Page(
            List<ModelView> items, @Schema(nullable = true) String next) {}
}
