package com.rocketmat.harvest.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.FixedWindows;
import com.rocketmat.harvest.RateWindow;
import com.rocketmat.harvest.VirtualCallers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * The budget against a model of Greenhouse's fixed window, in virtual time: long and short windows, one to four calls in flight.
 */
class RateBudgetPropertiesTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final int WINDOWS = 12;
    /** The loss at a window's edges: the clocks' error, and the schedule's interval. */
    private static final int IDLE_MILLIS = 3_000;

    record Traffic(int seconds, List<Integer> limits, int callers, int slowest, int startMillis, long seed) {

        Instant start() {
            return NOON.plusMillis(startMillis);
        }

        FixedWindows greenhouse() {
            return new FixedWindows(Duration.ofSeconds(seconds), limits, start());
        }

        /** Fast enough to use up the windows. */
        int latencyMillis() {
            int most = limits.stream().mapToInt(limit -> limit).max().orElseThrow();
            int feasible = (int) ((seconds * 1000 - IDLE_MILLIS) * 0.8 * callers / most);
            return Math.max(1, Math.min(slowest, feasible));
        }
    }

    /** Our clock may be minutes wrong. The first window may be exceeded, because it is still unknown. */
    @Property
    void everyWindowIsUsedUpWithinItsLimit(
            @ForAll("traffic") Traffic traffic, @ForAll @IntRange(min = -300_000, max = 300_000) int skewMillis) {
        FixedWindows greenhouse = traffic.greenhouse();
        new VirtualCallers(greenhouse, RateBudget.v3(), skewMillis, traffic.latencyMillis(), new Random(traffic.seed()))
                .run(traffic.callers(), traffic.start(), greenhouse.end(WINDOWS));

        assertUsedUpWithinLimits(greenhouse);
    }

    @Property
    void alternatingReplicasShareOneLimit(
            @ForAll("traffic") Traffic traffic, @ForAll @IntRange(min = 1, max = 8_000) int longestTurn) {
        FixedWindows greenhouse = traffic.greenhouse();
        Random random = new Random(traffic.seed());
        List<RateBudget> budgets =
                IntStream.range(0, 3).mapToObj(_ -> RateBudget.v3()).toList();
        List<VirtualCallers> replicas = budgets.stream()
                .map(budget -> new VirtualCallers(
                        greenhouse, budget, random.nextInt(-400, 400), traffic.latencyMillis(), random))
                .toList();
        RateWindow stored = budgets.getFirst().snapshot();
        Instant now = traffic.start();
        while (now.isBefore(greenhouse.end(WINDOWS))) {
            int replica = random.nextInt(replicas.size());
            budgets.get(replica).restore(stored);
            Instant end = now.plusMillis(1 + random.nextInt(longestTurn));
            Instant last = replicas.get(replica).run(traffic.callers(), now, end);
            now = last.isAfter(end) ? last : end;
            stored = budgets.get(replica).snapshot();
        }

        assertUsedUpWithinLimits(greenhouse);
    }

    private static void assertUsedUpWithinLimits(FixedWindows greenhouse) {
        assertThat(greenhouse.refusedLater()).as("calls beyond the limit").isZero();
        assertThat(greenhouse.wasted(WINDOWS))
                .isNotEmpty()
                .allSatisfy(share -> assertThat(share).isLessThanOrEqualTo(0.02));
    }

    @Provide
    Arbitrary<Traffic> traffic() {
        return Combinators.combine(
                        Arbitraries.of(5, 10, 15, 20, 30, 60),
                        Arbitraries.integers()
                                .between(10, 500)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(WINDOWS),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 400),
                        Arbitraries.integers().between(0, 59_999),
                        Arbitraries.longs())
                .as(Traffic::new);
    }
}
