package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.score.Scores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consecutive slices, in virtual time: how they use a rate window. */
@QuarkusTest
class SliceQuarkusTest extends ByHand {

    private static final int WINDOW = 30;
    private static final int MOST_SLICES = 200;

    @Inject
    Scores scores;

    @Inject
    SessionFactory hibernate;

    /** The waiting scores when a window is used up. */
    private final Map<Long, Integer> waiting = new TreeMap<>();

    private PointsCustomer customer;
    private Slice replica;

    @BeforeEach
    void aTenantWithAModel() {
        rig = new RunByHand(Map.of());
        customer = rig.customer;
        rig.activate(rig.upload(Graph.firstOf(3), PointsCustomer.HISTORY_MANIFEST));
        replica = rig.replica(new SimpleMeterRegistry());
    }

    @Test
    void readingLeavesWritesTheirShareOfEveryRateWindow() {
        customer.with(260);
        customer.organisation().rateLimit(40);

        runToTheEnd();

        assertThat(customer.allRight()).isTrue();
        assertThat(waiting).hasSizeGreaterThan(5);
        Map<Long, List<Call>> windows = windows();
        waiting.forEach((window, scores) -> assertThat(windows.get(window))
                .as("window %d, at the end of which %d scores wait", window, scores)
                .hasSize(40)
                .filteredOn(SliceQuarkusTest::writes)
                // a quarter, without a call that reads them, and the second looks
                .hasSizeGreaterThanOrEqualTo(7));
    }

    @Test
    void readingUsesTheWholeRateWindowIfNothingWaits() {
        customer.with(3_000);
        customer.ids().forEach(id -> rig.enter(id, 1));
        customer.organisation().rateLimit(3);

        runToTheEnd();

        List<List<Call>> windows = new ArrayList<>(windows().values());
        assertThat(windows).hasSizeGreaterThan(2);
        assertThat(windows.subList(0, windows.size() - 1))
                .allSatisfy(window -> assertThat(window).hasSize(3).noneMatch(SliceQuarkusTest::writes));
        assertThat(rig.greenhouse.calls().where(call -> call.status() != 200)).isEmpty();
    }

    @Test
    void aSliceEndsAfterHalfAMinute() {
        customer.with(80);
        customer.organisation().rateLimit(1_000);
        rig.on(Match.patch("/v3/applications/")).always().happens(() -> rig.clock.pass(Duration.ofSeconds(1)));
        Instant began = rig.clock.instant();

        assertThat(slice()).isInstanceOf(SliceOutcome.More.class);
        assertThat(Duration.between(began, rig.clock.instant()))
                .as("with the writes in flight")
                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
    }

    @Test
    void onlyPartOfThePageIsScoredAfterHalfAMinute() {
        customer.with(120);
        customer.organisation().rateLimit(1_000);
        rig.before(Match.get("/v3/applications"), () -> rig.clock.pass(Duration.ofSeconds(31)));

        assertThat(slice()).isInstanceOf(SliceOutcome.More.class);
        assertThat(rig.scores()).hasSize(50);
    }

    @Test
    void aDrainingReplicaDoesNotScoreThePageThatItHasRead() {
        customer.with(20);
        AtomicBoolean draining = new AtomicBoolean();
        rig.before(Match.get("/v3/applications"), () -> draining.set(true));

        assertThat(replica.run(rig.tenant, draining::get)).isInstanceOf(SliceOutcome.More.class);
        assertThat(rig.greenhouse.calls().where(call -> call.path().startsWith("/v3/candidates")))
                .isEmpty();
    }

    @Test
    void aSliceEndsThoughItsClockIsSetBack() {
        customer.with(80);
        customer.organisation().rateLimit(1_000);
        rig.on(Match.patch("/v3/applications/")).times(1).happens(() -> rig.clock.pass(Duration.ofHours(-1)));

        assertThat(slice()).isInstanceOf(SliceOutcome.More.class);
    }

    @Test
    void theNextSweepWritesScoresThatWereLeftWaiting() {
        customer.with(3);
        runToTheEnd();
        customer.ids().forEach(rig::empty);
        execute("UPDATE score SET state = 'PENDING', written_at = NULL WHERE tenant_id = '%s'");

        rig.clock.pass(Duration.ofHours(25));
        runToTheEnd();

        assertThat(customer.allRight()).isTrue();
    }

    /** Most slices of most tenants find nothing new, and thousands of them must cost almost nothing. */
    @Test
    void anIdleSliceTakesFewStatementsWhosePlansAreCached() {
        Statistics statistics = hibernate.getStatistics();
        statistics.setStatisticsEnabled(true);
        try {
            slice();
            rig.greenhouse.calls().clear();

            List<long[]> costs =
                    IntStream.range(0, 20).mapToObj(_ -> cost(statistics)).toList();

            assertThat(rig.greenhouse.calls().all()).hasSize(20);
            assertThat(least(costs, 0))
                    .as("transactions before and after the call")
                    .isEqualTo(2);
            assertThat(least(costs, 1)).as("statements").isEqualTo(5);
            assertThat(least(costs, 2)).as("cached plans").isPositive();
            assertThat(least(costs, 3)).as("new plans").isZero();
        } finally {
            statistics.setStatisticsEnabled(false);
        }
    }

    /** The cost of a slice and of the application's other work. */
    private long[] cost(Statistics statistics) {
        statistics.clear();
        assertThat(slice()).isInstanceOf(SliceOutcome.Due.class);
        rig.clock.pass(Duration.ofSeconds(30));
        return new long[] {
            statistics.getTransactionCount(),
            statistics.getPrepareStatementCount(),
            statistics.getQueryPlanCacheHitCount(),
            statistics.getQueryPlanCacheMissCount()
        };
    }

    private static long least(List<long[]> costs, int figure) {
        return costs.stream().mapToLong(cost -> cost[figure]).min().orElseThrow();
    }

    private void runToTheEnd() {
        SliceOutcome outcome = slice();
        for (int slices = 1; outcome instanceof SliceOutcome.Wait(Instant until); slices++) {
            assertThat(slices).isLessThan(MOST_SLICES);
            int left = scores.waiting(rig.tenant, Set.of(), 1_000).size();
            if (left > 0) {
                waiting.put(window(rig.clock.instant()), left);
            }
            rig.clock.set(until.plusMillis(600));
            outcome = slice();
        }
        assertThat(outcome).isInstanceOf(SliceOutcome.Due.class);
    }

    private SliceOutcome slice() {
        return replica.run(rig.tenant, () -> false);
    }

    /** A PATCH, or rows that are read for one. */
    private static boolean writes(Call call) {
        return call.method().equals("PATCH")
                || (call.path().equals("/v3/applications") && call.query().contains("ids="));
    }

    private Map<Long, List<Call>> windows() {
        Map<Long, List<Call>> windows = new TreeMap<>();
        rig.greenhouse
                .calls()
                .where(call -> call.path().startsWith("/v3"))
                .forEach(call -> windows.computeIfAbsent(window(call.at()), _ -> new ArrayList<>())
                        .add(call));
        return windows;
    }

    private static long window(Instant time) {
        return time.getEpochSecond() / WINDOW;
    }
}
