package com.rocketmat.sync;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.ModelState;
import com.rocketmat.model.ModelVersion;
import com.rocketmat.score.Comparison;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A comparison as the API shows it, with the compared versions. */
@Schema(examples = """
        {"version": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "name": "engineering-2026-12", "state": "shadow",
         "activeVersion": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752", "activeName": "engineering-2026-11",
         "applications": 2, "failed": 0, "lastFailure": null, "from": "2026-11-24T12:00:05Z", "to": "2026-11-24T12:00:05Z",
         "differences": {"mean": 1.5, "standardDeviation": 0.5, "min": 1, "p05": 1.05, "p25": 1.25, "p50": 1.5, "p75": 1.75, "p95": 1.95, "max": 2},
         "histogram": [{"from": 0, "to": 5, "applications": 2}], "rankCorrelation": 1, "movedMoreThan5": 0, "movedMoreThan10": 0}""")
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
