package com.rocketmat.score;

import com.rocketmat.model.upload.ProtectedAttributes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A score as the API shows it: ids and values, no candidate data.
 *
 * @param jobId the application's job when it was scored, or null if unknown
 * @param reasons up to three features that moved the value most, strongest first
 * @param warning names those of these features that are protected or known proxies of a protected attribute, or null
 * @param field the custom field that it was last written to, or null if it was not or that is unknown
 * @param reason why the score is not written, or not taken out, or null
 */
@Schema(examples = """
        {"applicationId": 7120034002, "jobId": 5120034003, "state": "WRITTEN", "value": 87, "reasons": [{"feature": "candidate.experience_years", "weight": 12.3}], "warning": null,
         "modelVersion": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "scoredAt": "2026-11-24T12:00:05Z", "writtenAt": "2026-11-24T12:00:08Z", "field": "rocketmat", "reason": null}""")
public record ScoreView(
        long applicationId,
        @Schema(nullable = true) Long jobId,
        ScoreState state,
        @Schema(nullable = true) BigDecimal value,
        List<Reason> reasons,
        @Schema(nullable = true) String warning,
        String modelVersion,
        Instant scoredAt,
        @Schema(nullable = true) Instant writtenAt,
        @Schema(nullable = true) String field,
        @Schema(nullable = true) String reason) {

    static ScoreView of(Score score, ProtectedAttributes attributes) {
        return new ScoreView(
                score.applicationId,
                score.jobId,
                score.state,
                score.value,
                score.reasons,
                attributes.warning(score.reasons.stream().map(Reason::feature).toList()),
                score.modelVersion,
                score.scoredAt,
                score.writtenAt,
                score.field,
                score.reason);
    }

    @Schema(name = "ScorePage")
    public record Listing(
            List<ScoreView> items, @Schema(nullable = true) String next) {}
}
