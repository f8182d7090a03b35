package com.rocketmat.score;

import com.rocketmat.access.Reach;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Statistics of scores for people. PostgreSQL computes them, so that any number of scores takes no memory here. */
@TenantRows
public class ScoreFigures {

    static final int BARS = 20;

    private static final String WRITTEN =
            "SELECT tenant_id AS tenant, count(*) AS written FROM score WHERE written_at >= ?1 AND written_at < ?2 GROUP BY 1";

    /** All that a tenant's page counts, in one pass over its rows: rows of other versions, and rows without a value, have no bar. */
    private static final String OF_TENANT = """
            SELECT state, width_bucket(value, 0, ?3, ?4) AS bar, count(*) AS scores, min(value)::float8 AS least, max(value)::float8 AS most
            FROM (SELECT state, CASE WHEN model_version = ?2 THEN value END AS value FROM score WHERE tenant_id = ?1) AS own
            GROUP BY 1, 2""";

    private static final String DISTRIBUTION = """
            SELECT width_bucket(value, ?3, ?4, ?5) AS bar, count(*) AS scores
            FROM score WHERE tenant_id = ?1 AND model_version = ?2 AND value IS NOT NULL GROUP BY 1""";

    private static final int PERCENT = 100;

    private final Sql sql;
    private final Scores scores;

    ScoreFigures(Sql sql, Scores scores) {
        this.sql = sql;
        this.scores = scores;
    }

    /** Number of scores between two values; only the last bar includes its upper one. */
    public record Bar(double from, double to, long scores) {}

    @AcrossTenants
    public long waiting(Reach reach) {
        return switch (reach) {
            case Reach.All _ -> scores.backlog();
            case Reach.Only(Set<String> tenants) ->
                scores.backlog(tenants.stream().map(TenantId::new).toList()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
        };
    }

    /** Number of scores written in this hour, of each tenant that has any. */
    @AcrossTenants
    public Map<String, Integer> written(Instant hour) {
        return sql.list(WRITTEN, Tuple.class, hour, hour.plus(1, ChronoUnit.HOURS)).stream()
                .collect(Collectors.toMap(
                        row -> row.get("tenant", String.class), row -> Math.toIntExact(count(row, "written"))));
    }

    /**
     * A tenant's scores by state, and the distribution of one version's: over 0 to 100 if all are in that range, otherwise from the smallest
     * to the largest; empty without scores.
     */
    public record OfTenant(Map<ScoreState, Long> byState, List<Bar> distribution) {}

    /** With the distribution of this version's scores, if there is one. */
    public OfTenant of(TenantId tenant, Optional<String> version) {
        String some = version.orElse("");
        List<Tuple> rows = sql.list(OF_TENANT, Tuple.class, tenant, some, PERCENT, BARS);
        Map<ScoreState, Long> states = new EnumMap<>(ScoreState.class);
        rows.forEach(row ->
                states.merge(ScoreState.valueOf(row.get("state", String.class)), count(row, "scores"), Long::sum));
        List<Tuple> valued = rows.stream().filter(row -> row.get("bar") != null).toList();
        return new OfTenant(states, distribution(tenant, some, valued));
    }

    /** @param byPercent those with a value, counted as if all were from 0 to 100 */
    private List<Bar> distribution(TenantId tenant, String version, List<Tuple> byPercent) {
        if (byPercent.isEmpty()) {
            return List.of();
        }
        var values = byPercent.stream()
                .flatMapToDouble(row -> DoubleStream.of(row.get("least", Double.class), row.get("most", Double.class)))
                .summaryStatistics();
        double least = values.getMin();
        double most = values.getMax();
        if (least >= 0 && most <= PERCENT) {
            return bars(byPercent, 0, PERCENT);
        }
        // beside a huge number, one more is the same number
        double to = Math.max(most, least + Math.max(1, BARS * Math.ulp(least)));
        return bars(sql.list(DISTRIBUTION, Tuple.class, tenant, version, least, to, BARS), least, to);
    }

    private static List<Bar> bars(List<Tuple> rows, double from, double to) {
        long[] counted = new long[BARS];
        // the largest value is in the last bar; others may be new since the range was read
        rows.forEach(row -> counted[Math.clamp(row.get("bar", Integer.class), 1, BARS) - 1] += count(row, "scores"));
        double width = (to - from) / BARS;
        return IntStream.range(0, BARS)
                .mapToObj(bar -> new Bar(from + bar * width, from + (bar + 1) * width, counted[bar]))
                .toList();
    }

    private static long count(Tuple row, String column) {
        return row.get(column, Number.class).longValue();
    }
}
