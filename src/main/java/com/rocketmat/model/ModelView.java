package com.rocketmat.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/** A version as the API shows it. */
@RegisterForReflection
public record ModelView(String version, String name, ModelState state, Instant uploadedAt, List<Check> checks) {

    static ModelView of(ModelVersion version) {
        return new ModelView(version.version, version.name, version.state, version.uploadedAt, version.checks);
    }

    /** All of a tenant's versions: there are too few for pages. */
    @RegisterForReflection
    public record Page(List<ModelView> items, String next) {

        static Page of(List<ModelVersion> versions) {
            return new Page(versions.stream().map(ModelView::of).toList(), null);
        }
    }
}
