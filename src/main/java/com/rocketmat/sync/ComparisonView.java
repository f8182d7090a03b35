package com.rocketmat.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.ModelState;
import com.rocketmat.model.ModelVersion;
import com.rocketmat.score.Comparison;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A comparison as the API shows it, with what is compared. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ComparisonView(
        String version,
        String name,
        ModelState state,
        String activeVersion,
        String activeName,
        @JsonUnwrapped Comparison comparison) {

    static ComparisonView of(ModelVersion version, ActiveModel active, Comparison comparison) {
        return new ComparisonView(
                version.version,
                version.name,
                version.state,
                active.version(),
                active.manifest().name(),
                comparison);
    }
}
