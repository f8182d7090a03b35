package com.rocketmat.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How one version's scores differ from another's, over the applications that both have scored. A difference is the first one's value
 * less the other's, in points of the score.
 *
 * @param applications how many both have scored
 * @param failed how many the first one could not score
 * @param lastFailure why not, the last time
 * @param from when the earliest of the scores was made
 * @param to when the latest was made
 * @param rankCorrelation Spearman's: equal scores share the mean of their ranks; null where all scores of one version are equal
 * @param movedMoreThan5 share of the applications whose score differs by more than 5 points, 0 to 1
 * @param movedMoreThan10 likewise by more than 10
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Comparison(
        long applications,
        long failed,
        @Schema(nullable = true) String lastFailure,
        Instant from,
        Instant to,
        Differences differences,
        List<Bar> histogram,
        @Schema(nullable = true) Double rankCorrelation,
        double movedMoreThan5,
        double movedMoreThan10) {

    /**
     * How the differences are distributed.
     *
     * @param standardDeviation of all of them, not estimated from a sample
     * @param p05 quantiles lie between two differences where need be
     */
    @RegisterForReflection
    public record Differences(
            double mean,
            double standardDeviation,
            double min,
            double p05,
            double p25,
            double p50,
            double p75,
            double p95,
            double max) {}

    /**
     * How many differences lie between two edges.
     *
     * @param from which belongs to it; null for the first
     * @param to which does not; null for the last
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Bar(
            @Schema(nullable = true) Integer from,
            @Schema(nullable = true) Integer to,
            long applications) {}
}
