package com.rocketmat.score;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How one version's scores differ from another's, over the applications that both have scored. A difference is the first
 * version's value minus the second's, in points.
 *
 * @param applications how many both have scored; of more than 100,000, the newest count
 * @param failed how many the first version could not score
 * @param lastFailure the most recent reason for that
 * @param from when the earliest score was computed
 * @param to when the latest score was computed
 * @param rankCorrelation Spearman's: ties share their mean rank; null if all scores of one version are equal
 * @param movedMoreThan5 share of the applications whose score differs by more than 5 points, 0 to 1
 * @param movedMoreThan10 the same for more than 10 points
 */
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
     * The distribution of the differences.
     *
     * @param standardDeviation of the population, not estimated from a sample
     * @param p05 quantiles are interpolated between two differences
     */
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
     * The number of differences between two edges.
     *
     * @param from inclusive; null for the first
     * @param to exclusive; null for the last
     */
    public record Bar(
            @Schema(nullable = true) Integer from,
            @Schema(nullable = true) Integer to,
            long applications) {}
}
