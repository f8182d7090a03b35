package com.rocketmat.score;

import com.rocketmat.score.Comparison.Bar;
import com.rocketmat.score.Comparison.Differences;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.inject.Inject;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares two versions' scores of the same applications. PostgreSQL does the work, so that no number of them takes memory here.
 */
@TenantRows
public class Comparisons {

    private static final List<Integer> EDGES = List.of(-50, -20, -10, -5, -2, -1, 1, 2, 5, 10, 20, 50);

    private static final String BARS = IntStream.rangeClosed(0, EDGES.size())
            .mapToObj(bar -> "count(*) FILTER (WHERE bar = %d) AS bar_%d".formatted(bar, bar))
            .collect(Collectors.joining(", "));

    private static final String DIFFERENCES =
            """
            WITH scored AS (
                SELECT one.value AS one, other.value AS other, one.value - other.value AS moved,
                       least(one.scored_at, other.scored_at) AS earlier, greatest(one.scored_at, other.scored_at) AS later
                FROM score one JOIN score other USING (tenant_id, application_id)
                WHERE tenant_id = ?1 AND one.model_version = ?2 AND other.model_version = ?3
                  AND one.value IS NOT NULL AND other.value IS NOT NULL
                -- more would take longer than a request may
                ORDER BY application_id DESC LIMIT ?4),
            ranked AS (
                SELECT moved, moved::float8 AS points, earlier, later, width_bucket(moved, ARRAY[%s]::numeric[]) AS bar,
                       rank() OVER (ORDER BY one) + (count(*) OVER (PARTITION BY one) - 1) / 2.0 AS one_rank,
                       rank() OVER (ORDER BY other) + (count(*) OVER (PARTITION BY other) - 1) / 2.0 AS other_rank
                FROM scored)
            SELECT count(*) AS applications, min(earlier) AS earliest, max(later) AS latest,
                   avg(moved)::float8 AS mean, stddev_pop(moved)::float8 AS deviation,
                   min(points) AS least, max(points) AS most,
                   percentile_cont(0.05) WITHIN GROUP (ORDER BY points) AS p05,
                   percentile_cont(0.25) WITHIN GROUP (ORDER BY points) AS p25,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY points) AS p50,
                   percentile_cont(0.75) WITHIN GROUP (ORDER BY points) AS p75,
                   percentile_cont(0.95) WITHIN GROUP (ORDER BY points) AS p95,
                   corr(one_rank, other_rank) AS correlation,
                   count(*) FILTER (WHERE abs(moved) > 5) AS by_5, count(*) FILTER (WHERE abs(moved) > 10) AS by_10, %s
            FROM ranked""".formatted(EDGES.stream().map(String::valueOf).collect(Collectors.joining(",")), BARS);

    private static final String FAILURES = """
            SELECT (SELECT count(*) FROM score WHERE tenant_id = ?1 AND model_version = ?2 AND value IS NULL) AS failed,
                   (SELECT reason FROM score WHERE tenant_id = ?1 AND model_version = ?2 AND value IS NULL
                    ORDER BY scored_at DESC LIMIT 1) AS reason""";

    public static final int NEWEST = 100_000;

    private final Sql sql;
    private final int newest;

    @Inject
    Comparisons(Sql sql) {
        this(sql, NEWEST);
    }

    Comparisons(Sql sql, int newest) {
        this.sql = sql;
        this.newest = newest;
    }

    public Comparison of(TenantId tenant, String version, String other) {
        Tuple failures = sql.value(FAILURES, Tuple.class, tenant, version);
        Tuple row = sql.value(DIFFERENCES, Tuple.class, tenant, version, other, newest);
        long applications = count(row, "applications");
        return new Comparison(
                applications,
                count(failures, "failed"),
                failures.get("reason", String.class),
                row.get("earliest", Instant.class),
                row.get("latest", Instant.class),
                applications == 0 ? null : differences(row),
                IntStream.rangeClosed(0, EDGES.size())
                        .mapToObj(bar -> bar(bar, row))
                        .toList(),
                row.get("correlation") == null ? null : number(row, "correlation"),
                share(row, "by_5", applications),
                share(row, "by_10", applications));
    }

    private static Differences differences(Tuple row) {
        return new Differences(
                number(row, "mean"),
                number(row, "deviation"),
                number(row, "least"),
                number(row, "p05"),
                number(row, "p25"),
                number(row, "p50"),
                number(row, "p75"),
                number(row, "p95"),
                number(row, "most"));
    }

    private static Bar bar(int bar, Tuple row) {
        return new Bar(
                bar == 0 ? null : EDGES.get(bar - 1),
                bar == EDGES.size() ? null : EDGES.get(bar),
                count(row, "bar_" + bar));
    }

    private static double share(Tuple row, String column, long all) {
        return all == 0 ? 0 : rounded((double) count(row, column) / all);
    }

    private static long count(Tuple row, String column) {
        return row.get(column, Number.class).longValue();
    }

    private static double number(Tuple row, String column) {
        return rounded(row.get(column, Number.class).doubleValue());
    }

    private static double rounded(double value) {
        return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP).doubleValue();
    }
}
