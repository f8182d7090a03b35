package com.rocketmat.decision;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A row of the log.
 *
 * @param id its number in the tenant's log, from 1
 * @param alias stands for the application, or for the candidate as a whole
 * @param application null after an erasure, and for decisions about the candidate as a whole
 * @param candidate null after an erasure
 * @param version of the model
 * @param value the score; for OVERRIDDEN, the number that a person replaced it with
 * @param raw the model's output, before the manifest's scale
 * @param reasons the features that moved the score most, with their weights
 * @param warning names the features among the reasons that are protected or known proxies; null if there are none
 * @param mode LIVE, DRY_RUN or SHADOW; null for decisions that are not about a score
 * @param digest of the chain up to this row
 */
@Schema(examples = """
        {"id": 4711, "at": "2026-11-24T12:00:05.123456Z", "alias": "3f0c9a52-6f0e-4a55-9d6b-0f6b1c9b7a10", "application": 7120034002,
         "candidate": 6120034001, "job": 5120034003, "kind": "SCORED", "version": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
         "value": 87, "raw": 0.8712, "reasons": [{"feature": "candidate.experience_years", "weight": 12.3}], "warning": null, "mode": "LIVE", "detail": null,
         "digest": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"}""")
public record DecisionView(
        long id,
        Instant at,
        UUID alias,
        @Schema(nullable = true) Long application,
        @Schema(nullable = true) Long candidate,
        @Schema(nullable = true) Long job,
        DecisionKind kind,
        @Schema(nullable = true) String version,
        @Schema(nullable = true) BigDecimal value,
        @Schema(nullable = true) Double raw,

        @JsonRawValue @Schema(type = SchemaType.ARRAY, implementation = Object.class)
        String reasons,

        @Schema(nullable = true) String warning,
        @Schema(nullable = true) DecisionMode mode,
        @Schema(nullable = true) String detail,
        String digest) {

    @Schema(name = "DecisionPage")
    public record Listing(
            List<DecisionView> items,
            @Schema(nullable = true) String next) {}
}
