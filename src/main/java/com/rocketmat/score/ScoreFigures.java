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
import java.util.stream.IntStream;

/** Statistics of scores for people. PostgreSQL computes them, so that any number of scores takes no memory here. */
@TenantRows
public class ScoreFigures {

    static final int BARS = 20;

    /** The bars are of so many scores at most, those of the newest applications. */
    public static final int MOST_IN_BARS = 100_000;

    private static final String WRITTEN =
            "SELECT tenant_id AS tenant, count(*) AS written FROM score WHERE written_at >= ?1 AND written_at < ?2 GROUP BY 1";

    /** Without values, so that an index may be enough: a tenant may have millions. */
    private static final String BY_STATE =
            "SELECT state, count(*) AS scores FROM score WHERE tenant_id = ?1 GROUP BY 1";

    private static final String NEWEST_BY_VALUE = """
            WITH newest AS (
                SELECT value::float8 AS value FROM score WHERE tenant_id = ?1 AND model_version = ?2 AND value IS NOT NULL
                ORDER BY application_id DESC LIMIT ?3),
            -- beside a huge number, one more is the same number
            span AS (
                SELECT min(value) AS low, greatest(max(value), min(value) + greatest(1, abs(min(value)) * 1e-12)) AS high,
                       min(value) >= 0 AND max(value) <= 100 AS percent FROM newest),
            edges AS (
                SELECT CASE WHEN percent THEN 0 ELSE low END AS low, CASE WHEN percent THEN 100 ELSE high END AS high FROM span)
            -- the largest value is in the last bar
            SELECT low, high, least(width_bucket(value, low, high, ?4), ?4) AS bar, count(*) AS scores
            FROM newest, edges GROUP BY 1, 2, 3""";

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
     * A tenant's scores by state, and the distribution of one version's, of the newest applications: over 0 to 100 if all are in that range,
     * otherwise from the smallest to the largest; empty without scores. Counted one after the other, so one may have been made in between.
     */
    public record OfTenant(Map<ScoreState, Long> byState, List<Bar> distribution) {}

    /** With the distribution of this version's scores, if there is one. */
    public OfTenant of(TenantId tenant, Optional<String> version) {
        return of(tenant, version, MOST_IN_BARS);
    }

    OfTenant of(TenantId tenant, Optional<String> version, int mostInBars) {
        Map<ScoreState, Long> byState = sql.list(BY_STATE, Tuple.class, tenant).stream()
                .collect(Collectors.toMap(
                        row -> ScoreState.valueOf(row.get("state", String.class)),
                        row -> count(row, "scores"),
                        Long::sum,
                        () -> new EnumMap<>(ScoreState.class)));
        return new OfTenant(
                byState,
                version.map(own -> bars(sql.list(NEWEST_BY_VALUE, Tuple.class, tenant, own, mostInBars, BARS)))
                        .orElse(List.of()));
    }

    private static List<Bar> bars(List<Tuple> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        double low = rows.getFirst().get("low", Double.class);
        double width = (rows.getFirst().get("high", Double.class) - low) / BARS;
        Map<Integer, Long> counted = rows.stream()
                .collect(Collectors.toMap(row -> row.get("bar", Integer.class), row -> count(row, "scores")));
        return IntStream.range(0, BARS)
                .mapToObj(bar -> new Bar(low + bar * width, low + (bar + 1) * width, counted.getOrDefault(bar + 1, 0L)))
                .toList();
    }

    private static long count(Tuple row, String column) {
        return row.get(column, Number.class).longValue();
    }
}
