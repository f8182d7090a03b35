package com.rocketmat.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    ShadowScores shadows;

    @Inject
    Comparisons comparisons;

    private final TenantId tenant = new TenantId("compared-" + UUID.randomUUID());

    @Test
    void aCorrelationThatIsKnown() {
        // the example of scipy.stats.spearmanr, with a tie
        record(new double[] {1, 2, 3, 4, 5}, new double[] {5, 6, 7, 8, 7});

        assertThat(compare().rankCorrelation()).isCloseTo(0.8207826816681233, CLOSE);
    }

    @Test
    void applicationsThatOneOfThemDidNotScoreDoNotCount() {
        record(new double[] {10, 20}, new double[] {16, 20});
        QuarkusTransaction.requiringNew().run(() -> {
            scores.record(tenant, ACTIVE, List.of(NewScore.of(100, 1, BigDecimal.ONE, List.of())), false);
            scores.record(tenant, ACTIVE, List.of(NewScore.refused(102, 1, "no title")), false);
            shadows.record(
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
                .run(() -> shadows.record(
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
    void aWaitingScoreWhosePlaceAnotherVersionTakesIsInTheDecisionLog() {
        QuarkusTransaction.requiringNew().run(() -> {
            scores.record(tenant, ACTIVE, made(new double[] {10, 20}), false);
            scores.record(tenant, SHADOW, made(new double[] {16}), false);
        });

        assertThat(database.column("SELECT version FROM decision WHERE tenant_id = '%s' AND kind = 'SUPERSEDED'"
                        .formatted(tenant)))
                .containsExactly(ACTIVE);
    }

    @Test
    void aShadowLeavesAloneWhatTheVersionMadeWhileItWasActive() {
        record(new double[] {10, 20}, new double[] {16, 31});
        QuarkusTransaction.requiringNew().run(() -> shadows.record(tenant, ACTIVE, made(new double[] {70, 80})));

        assertThat(compare().differences().min()).isEqualTo(6);
        assertThat(scores.waiting(tenant, Set.of(), 10))
                .extracting(Scores.Waiting::value)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(BigDecimal.valueOf(20), BigDecimal.valueOf(10));
    }

    @Test
    void withoutAnyOrWithoutAnyDifferenceItStillHolds() {
        assertThat(compare().applications()).isZero();
        assertThat(compare().differences()).isNull();

        record(new double[] {5, 5, 5}, new double[] {6, 7, 8});

        assertThat(compare().rankCorrelation()).as("all equal on one side").isNull();
        assertThat(compare().differences().p50()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 101, 400})
    void isWhatItIsByHand(int count) {
        Random random = new Random(count);
        double[] active = random.doubles(count)
                .map(v -> Math.round(v * (count < 50 ? 4 : 100)))
                .toArray();
        double[] shadow = Arrays.stream(active)
                .map(v -> Math.round((v + random.nextGaussian() * 12) * 10) / 10.0)
                .toArray();
        double[] moved = IntStream.range(0, count)
                .mapToDouble(i -> Math.round((shadow[i] - active[i]) * 100) / 100.0)
                .sorted()
                .toArray();
        record(active, shadow);

        Comparison comparison = compare();

        assertThat(comparison.applications()).isEqualTo(count);
        isDistributedLike(moved, comparison);
        double correlation = pearson(ranks(active), ranks(shadow));
        if (Double.isNaN(correlation)) {
            assertThat(comparison.rankCorrelation()).isNull();
        } else {
            assertThat(comparison.rankCorrelation()).isCloseTo(correlation, CLOSE);
        }
    }

    private static void isDistributedLike(double[] moved, Comparison comparison) {
        double mean = Arrays.stream(moved).average().orElseThrow();
        double variance =
                Arrays.stream(moved).map(d -> (d - mean) * (d - mean)).average().orElseThrow();
        assertThat(comparison.differences().mean()).isCloseTo(mean, CLOSE);
        assertThat(comparison.differences().standardDeviation()).isCloseTo(Math.sqrt(variance), CLOSE);
        assertThat(comparison.differences().min()).isCloseTo(moved[0], CLOSE);
        assertThat(comparison.differences().p05()).isCloseTo(quantile(moved, 0.05), CLOSE);
        assertThat(comparison.differences().p25()).isCloseTo(quantile(moved, 0.25), CLOSE);
        assertThat(comparison.differences().p50()).isCloseTo(quantile(moved, 0.5), CLOSE);
        assertThat(comparison.differences().p75()).isCloseTo(quantile(moved, 0.75), CLOSE);
        assertThat(comparison.differences().p95()).isCloseTo(quantile(moved, 0.95), CLOSE);
        assertThat(comparison.differences().max()).isCloseTo(moved[moved.length - 1], CLOSE);
        assertThat(comparison.movedMoreThan5()).isCloseTo(share(moved, 5), CLOSE);
        assertThat(comparison.movedMoreThan10()).isCloseTo(share(moved, 10), CLOSE);
        assertThat(comparison.histogram())
                .allSatisfy(bar -> assertThat(bar.applications())
                        .isEqualTo(Arrays.stream(moved)
                                .filter(d ->
                                        (bar.from() == null || d >= bar.from()) && (bar.to() == null || d < bar.to()))
                                .count()));
        assertThat(comparison.histogram().stream()
                        .mapToLong(Comparison.Bar::applications)
                        .sum())
                .isEqualTo(moved.length);
    }

    private Comparison compare() {
        return comparisons.of(tenant, SHADOW, ACTIVE);
    }

    private void record(double[] active, double[] shadow) {
        QuarkusTransaction.requiringNew().run(() -> {
            scores.record(tenant, ACTIVE, made(active), false);
            shadows.record(tenant, SHADOW, made(shadow));
        });
    }

    private static List<NewScore> made(double[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> NewScore.of(i + 1, 7, new BigDecimal("%.2f".formatted(values[i])), List.of()))
                .toList();
    }

    private static double share(double[] moved, int more) {
        return Arrays.stream(moved).filter(d -> Math.abs(d) > more).count() / (double) moved.length;
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** The mean rank of equal values. */
    private static double[] ranks(double[] values) {
        return Arrays.stream(values)
                .map(v -> Arrays.stream(values).filter(other -> other < v).count()
                        + (Arrays.stream(values).filter(other -> other == v).count() + 1) / 2.0)
                .toArray();
    }

    private static double pearson(double[] one, double[] other) {
        double meanOne = Arrays.stream(one).average().orElseThrow();
        double meanOther = Arrays.stream(other).average().orElseThrow();
        double together = 0;
        double alone = 0;
        double apart = 0;
        for (int i = 0; i < one.length; i++) {
            together += (one[i] - meanOne) * (other[i] - meanOther);
            alone += (one[i] - meanOne) * (one[i] - meanOne);
            apart += (other[i] - meanOther) * (other[i] - meanOther);
        }
        return together / Math.sqrt(alone * apart);
    }
}
