package com.rocketmat.score;

import com.rocketmat.access.Reach;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Statistics of scores for people. PostgreSQL computes them, so that any number of scores takes no memory here. */
@TenantRows
public class ScoreFigures {

    static final int BARS = 20;

    private static final String WRITTEN_BY_HOUR = """
            SELECT date_bin('1 hour', written_at, TIMESTAMPTZ 'epoch') AS hour, tenant_id AS tenant, count(*) AS written,
                   max(written_at) AS latest
            FROM score WHERE written_at >= ?1 AND written_at < ?2 GROUP BY GROUPING SETS ((1), (2))""";

    private static final String WRITTEN_BY_HOUR_OF_SOME =
            WRITTEN_BY_HOUR.replace("GROUP BY", "AND tenant_id = ANY(?3) GROUP BY");

    private static final String RANGE = """
            SELECT min(value)::float8 AS least, max(value)::float8 AS most
            FROM score WHERE tenant_id = ?1 AND model_version = ?2 AND value IS NOT NULL""";

    private static final String DISTRIBUTION = """
            SELECT least(width_bucket(value, ?3, ?4, ?5), ?5) AS bar, count(*) AS scores
            FROM score WHERE tenant_id = ?1 AND model_version = ?2 AND value IS NOT NULL GROUP BY 1""";

    private static final double PERCENT = 100;

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

    /** Scores by hour, without hours in which there were none, and the time of each tenant's latest. */
    public record Written(Map<Instant, Long> byHour, Map<String, Instant> latest) {}

    @AcrossTenants
    public Written written(Reach reach, Instant from, Instant to) {
        var rows = switch (reach) {
            case Reach.All _ -> sql.query(WRITTEN_BY_HOUR, Tuple.class, from, to);
            case Reach.Only(Set<String> tenants) ->
                sql.query(WRITTEN_BY_HOUR_OF_SOME, Tuple.class, from, to, tenants.toArray(String[]::new));
        };
        Map<Instant, Long> byHour = new TreeMap<>();
        Map<String, Instant> latest = new HashMap<>();
        rows.getResultList().forEach(row -> {
            String tenant = row.get("tenant", String.class);
            if (tenant == null) {
                byHour.put(row.get("hour", Instant.class), count(row, "written"));
            } else {
                latest.put(tenant, row.get("latest", Instant.class));
            }
        });
        return new Written(byHour, latest);
    }

    public Map<ScoreState, Long> byState(TenantId tenant) {
        List<Tuple> rows = sql.list(
                "SELECT state, count(*) AS scores FROM score WHERE tenant_id = ?1 GROUP BY state", Tuple.class, tenant);
        Map<ScoreState, Long> states = new EnumMap<>(ScoreState.class);
        rows.forEach(row -> states.put(ScoreState.valueOf(row.get("state", String.class)), count(row, "scores")));
        return states;
    }

    /**
     * The distribution of one version's scores: over 0 to 100 if all are in that range, otherwise from the smallest to the
     * largest; empty without scores.
     */
    public List<Bar> distribution(TenantId tenant, String modelVersion) {
        Tuple range = sql.value(RANGE, Tuple.class, tenant, modelVersion);
        Optional<Double> least = Optional.ofNullable(range.get("least", Double.class));
        if (least.isEmpty()) {
            return List.of();
        }
        double most = range.get("most", Double.class);
        boolean percent = least.get() >= 0 && most <= PERCENT;
        double from = percent ? 0 : least.get();
        double to = percent ? PERCENT : Math.max(most, from + 1);
        List<Tuple> rows = sql.list(DISTRIBUTION, Tuple.class, tenant, modelVersion, from, to, BARS);
        Map<Long, Long> counted = new TreeMap<>();
        rows.forEach(row -> counted.put(count(row, "bar"), count(row, "scores")));
        double width = (to - from) / BARS;
        return IntStream.range(0, BARS)
                .mapToObj(bar ->
                        new Bar(from + bar * width, from + (bar + 1) * width, counted.getOrDefault(bar + 1L, 0L)))
                .toList();
    }

    private static long count(Tuple row, String column) {
        return row.get(column, Number.class).longValue();
    }
}
