package com.rocketmat.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.score.Comparison.Bar;
import com.rocketmat.score.Comparison.Differences;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ComparisonsQuarkusTest {

    private static final String SHADOW = "a".repeat(64);
    private static final String ACTIVE = "b".repeat(64);
    private static final String OTHER = "c".repeat(64);
    private static final Offset<Double> CLOSE = within(1e-6);

    SandboxDatabase database;

    @Inject
    Scores scores;

    @Inject
    Comparisons comparisons;

    @Inject
    Sql sql;

    @Inject
    TenantUnit unit;

    private final TenantId tenant = new TenantId("compared-" + UUID.randomUUID());

    @Test
    void onlyApplicationsThatBothScoredCount() {
        record(new double[] {10, 20}, new double[] {16, 20});
        QuarkusTransaction.requiringNew().run(() -> {
            scores.record(tenant, ACTIVE, List.of(NewScore.of(100, 1, BigDecimal.ONE, List.of())), false);
            scores.record(tenant, ACTIVE, List.of(NewScore.refused(102, 1, "no title")), false);
            scores.recordShadow(
                    tenant,
                    SHADOW,
                    List.of(
                            NewScore.refused(100, 1, "no degree"),
                            NewScore.refused(101, 1, "no degree"),
                            NewScore.of(102, 1, BigDecimal.ONE, List.of()),
                            NewScore.refused(103, 1, "no degree")));
            scores.record(tenant, OTHER, List.of(NewScore.of(1, 1, BigDecimal.TEN, List.of())), false);
        });
        QuarkusTransaction.requiringNew()
                .run(() -> scores.recordShadow(
                        tenant,
                        SHADOW,
                        List.of(
                                NewScore.of(2, 1, new BigDecimal("31"), List.of()),
                                NewScore.refused(100, 1, "no school"),
                                NewScore.of(101, 1, BigDecimal.ONE, List.of()),
                                NewScore.refused(102, 1, "no title"))));

        Comparison comparison = compare();

        assertThat(comparison.applications()).isEqualTo(2);
        assertThat(comparison.failed())
                .as("a value stays, and takes a refusal's place")
                .isEqualTo(2);
        assertThat(comparison.lastFailure()).isEqualTo("no school");
        assertThat(comparison.movedMoreThan5()).isEqualTo(1);
        assertThat(comparison.movedMoreThan10()).isEqualTo(0.5);
        assertThat(comparison.from()).isNotNull().isBeforeOrEqualTo(comparison.to());
    }

    @Test
    void aWaitingScoreThatAnotherVersionReplacesIsLogged() {
        QuarkusTransaction.requiringNew().run(() -> {
            scores.record(tenant, ACTIVE, made(new double[] {10, 20}), false);
            scores.record(tenant, SHADOW, made(new double[] {16}), false);
        });

        assertThat(database.column("SELECT version FROM decision WHERE tenant_id = '%s' AND kind = 'SUPERSEDED'"
                        .formatted(tenant)))
                .containsExactly(ACTIVE);
    }

    @Test
    void aShadowKeepsTheScoresThatTheVersionMadeWhileActive() {
        record(new double[] {10, 20}, new double[] {16, 31});
        QuarkusTransaction.requiringNew().run(() -> scores.recordShadow(tenant, ACTIVE, made(new double[] {70, 80})));

        assertThat(compare().differences().min()).isEqualTo(6);
        assertThat(scores.waiting(tenant, Set.of(), 10))
                .extracting(Scores.Waiting::value)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(BigDecimal.valueOf(20), BigDecimal.valueOf(10));
    }

    @Test
    void withoutScoresOrDifferencesSomeFiguresAreMissing() {
        assertThat(compare().applications()).isZero();
        assertThat(compare().differences()).isNull();

        record(new double[] {5, 5, 5}, new double[] {6, 7, 8});

        assertThat(compare().rankCorrelation()).as("all equal on one side").isNull();
        assertThat(compare().differences().p50()).isEqualTo(2);
    }

    /** Quantiles are interpolated, and equal values share their mean rank. */
    @Test
    void theFiguresEqualThoseOfAnotherImplementation() {
        record(
                new double[] {10, 20, 20, 30, 40, 40, 40, 55, 60, 70, 80, 90, 25, 45, 35},
                new double[] {12.5, 20, 14, 41.2, 40, 29.9, 46, 61.5, 58.7, 64.9, 96, 101.3, 30, 35, 95});

        Comparison comparison = compare();

        assertThat(comparison.applications()).isEqualTo(15);
        assertThat(comparison.rankCorrelation()).isCloseTo(0.8233266638259662, CLOSE);
        assertThat(comparison.movedMoreThan5()).isCloseTo(10 / 15.0, CLOSE);
        assertThat(comparison.movedMoreThan10()).isCloseTo(5 / 15.0, CLOSE);
        Differences moved = comparison.differences();
        assertThat(new double[] {moved.mean(), moved.standardDeviation(), moved.min(), moved.max()})
                .containsExactly(new double[] {5.7333333333, 16.3121086586, -10.1, 60}, CLOSE);
        assertThat(new double[] {moved.p05(), moved.p25(), moved.p50(), moved.p75(), moved.p95()})
                .containsExactly(new double[] {-10.03, -3.2, 2.5, 8.85, 29.2}, CLOSE);
        assertThat(comparison.histogram())
                .filteredOn(bar -> bar.applications() > 0)
                .containsExactly(
                        new Bar(-20, -10, 1),
                        new Bar(-10, -5, 3),
                        new Bar(-2, -1, 1),
                        new Bar(-1, 1, 2),
                        new Bar(2, 5, 1),
                        new Bar(5, 10, 3),
                        new Bar(10, 20, 3),
                        new Bar(50, null, 1));
    }

    @Test
    void onlyTheNewestScoresAreCompared() {
        database.administer("""
            INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at)
            SELECT '%s', id, version, 1, CASE WHEN id = 1 AND version = '%s' THEN 99 ELSE 5 END, 'SHADOW', now()
            FROM generate_series(1, 101) id, unnest(ARRAY['%s', '%s']) version\
            """.formatted(tenant, SHADOW, SHADOW, ACTIVE));

        Comparison comparison = unit.get(tenant, () -> new Comparisons(sql, 100).of(tenant, SHADOW, ACTIVE));

        assertThat(comparison.applications()).isEqualTo(100);
        assertThat(comparison.differences().max()).isZero();
    }

    private Comparison compare() {
        return comparisons.of(tenant, SHADOW, ACTIVE);
    }

    private void record(double[] active, double[] shadow) {
        QuarkusTransaction.requiringNew().run(() -> {
            scores.record(tenant, ACTIVE, made(active), false);
            scores.recordShadow(tenant, SHADOW, made(shadow));
        });
    }

    private static List<NewScore> made(double[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> NewScore.of(i + 1, 7, new BigDecimal("%.2f".formatted(values[i])), List.of()))
                .toList();
    }
}
