package com.rocketmat.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A score as the API shows it: ids and values, nothing of the candidate.
 *
 * @param reasons up to three features that moved the value most, the strongest first
 * @param reason why the score is not written, or null
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ScoreView(
        long applicationId,
        ScoreState state,
        BigDecimal value,
        List<Reason> reasons,
        String modelVersion,
        Instant scoredAt,
        Instant writtenAt,
        String reason) {

    static ScoreView of(Score score) {
        return new ScoreView(
                score.applicationId,
                score.state,
                score.value,
                score.reasons,
                score.modelVersion,
                score.scoredAt,
                score.writtenAt,
                score.reason);
    }

    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Listing(List<ScoreView> items, String next) {}
}
