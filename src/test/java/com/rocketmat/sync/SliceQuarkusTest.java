package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.sandbox.SandboxVault;
import com.rocketmat.sandbox.greenhouse.Call;
import com.rocketmat.sandbox.greenhouse.Calls;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.Match;
import com.rocketmat.score.Scores;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Consecutive slices, in virtual time: how they use a rate window. */
@QuarkusTest
class SliceQuarkusTest {

    private static final int WINDOW = 30;
    private static final int MOST_SLICES = 200;

    SandboxVault vault;
    SandboxDatabase database;

    @Inject
    Scores scores;

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final FixedClock clock = new FixedClock();
    private final TenantId tenant = new TenantId("slices-" + UUID.randomUUID());
    private final PointsCustomer customer = PointsCustomer.named(tenant.value());
    private Calls calls;
    /** The waiting scores when a window is used up. */
    private final Map<Long, Integer> waiting = new TreeMap<>();

    @Test
    void discoveryLeavesWritesTheirShareOfEveryWindow() {
        customer.with(500);
        customer.organisation().rateLimit(40);

        runToTheEnd();

        assertThat(customer.allRight()).isTrue();
        assertThat(waiting).hasSizeGreaterThan(10);
        Map<Long, List<Call>> windows = windows();
        waiting.forEach((window, scores) -> assertThat(windows.get(window))
                .as("window %d, at the end of which %d scores wait", window, scores)
                .hasSize(40)
                .filteredOn(SliceQuarkusTest::writes)
                // a quarter, but for a call that reads them, and second looks at what is written
                .hasSizeGreaterThanOrEqualTo(7));
    }

    @Test
    void whenNothingWaitsReadsUseTheWholeWindow() {
        customer.with(6_000);
        customer.ids()
                .forEach(id -> customer.organisation()
                        .setCustomField(id, PointsCustomer.SCORE_FIELD, DecimalNode.valueOf(BigDecimal.ONE)));
        customer.organisation().rateLimit(5);

        runToTheEnd();

        List<List<Call>> windows = new ArrayList<>(windows().values());
        assertThat(windows).hasSizeGreaterThan(2);
        assertThat(windows.subList(0, windows.size() - 1))
                .allSatisfy(window -> assertThat(window).hasSize(5).noneMatch(SliceQuarkusTest::writes));
        assertThat(calls.where(call -> call.status() != 200)).isEmpty();
    }

    @Test
    void aSliceIsABusyWorkerForAsLongAsItLasts() {
        customer.with(20);
        OwnSlice.known(vault, customer);
        List<Double> busy = new ArrayList<>();
        try (GreenhouseSimulator own = GreenhouseSimulator.start(List.of(customer.organisation()), clock)) {
            OwnSlice.of(customer, own, clock, metrics).run(tenant, () -> !busy.add(busy()));
        }

        assertThat(busy).isNotEmpty().containsOnly(1.0);
        assertThat(busy()).isZero();
    }

    @Test
    void aSliceEndsAfterHalfAMinute() {
        customer.with(80);
        customer.organisation().rateLimit(1_000);
        OwnSlice.known(vault, customer);
        try (GreenhouseSimulator own = GreenhouseSimulator.start(List.of(customer.organisation()), clock)) {
            own.faults().on(Match.patch("/v3/applications/")).always().happens(() -> clock.pass(Duration.ofSeconds(1)));
            Instant began = clock.instant();

            SliceOutcome outcome = OwnSlice.of(customer, own, clock, metrics).run(tenant, () -> false);

            assertThat(outcome).isInstanceOf(SliceOutcome.More.class);
            assertThat(Duration.between(began, clock.instant()))
                    .as("with the writes in flight")
                    .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
        }
    }

    @Test
    void onceTheReplicaDrainsNotEvenThePageThatWasJustReadIsScored() {
        customer.with(20);
        OwnSlice.known(vault, customer);
        AtomicBoolean draining = new AtomicBoolean();
        try (GreenhouseSimulator own = GreenhouseSimulator.start(List.of(customer.organisation()), clock)) {
            own.faults().before(Match.get("/v3/applications"), () -> draining.set(true));

            SliceOutcome outcome = OwnSlice.of(customer, own, clock, metrics).run(tenant, draining::get);

            assertThat(outcome).isInstanceOf(SliceOutcome.More.class);
            assertThat(own.calls().where(call -> call.path().startsWith("/v3/candidates")))
                    .isEmpty();
        }
    }

    @Test
    void aSliceWhoseClockIsSetBackEndsToo() {
        customer.with(80);
        customer.organisation().rateLimit(1_000);
        OwnSlice.known(vault, customer);
        try (GreenhouseSimulator own = GreenhouseSimulator.start(List.of(customer.organisation()), clock)) {
            own.faults().on(Match.patch("/v3/applications/")).times(1).happens(() -> clock.pass(Duration.ofHours(-1)));

            SliceOutcome outcome = OwnSlice.of(customer, own, clock, metrics).run(tenant, () -> false);

            assertThat(outcome).isInstanceOf(SliceOutcome.More.class);
        }
    }

    @Test
    void whatAnEndHasLeftBehindIsWrittenByTheNextSweep() {
        customer.with(3);
        OwnSlice.known(vault, customer);
        try (GreenhouseSimulator own = GreenhouseSimulator.start(List.of(customer.organisation()), clock)) {
            Slice slice = OwnSlice.of(customer, own, clock, metrics);
            runToTheEnd(slice);
            customer.ids().forEach(id -> customer.organisation().setCustomField(id, PointsCustomer.SCORE_FIELD, null));
            database.execute("UPDATE score SET state = 'PENDING', written_at = NULL WHERE tenant_id = '%s'"
                    .formatted(tenant.value()));

            clock.pass(Duration.ofHours(25));
            runToTheEnd(slice);
        }

        assertThat(customer.allRight()).isTrue();
    }

    private double busy() {
        return metrics.get(Slice.BUSY).gauge().value();
    }

    private void runToTheEnd() {
        OwnSlice.known(vault, customer);
        // with the test's clock, which the shared one lacks
        try (GreenhouseSimulator own = GreenhouseSimulator.start(List.of(customer.organisation()), clock)) {
            calls = own.calls();
            runToTheEnd(OwnSlice.of(customer, own, clock, metrics));
        }
    }

    private void runToTheEnd(Slice slice) {
        SliceOutcome outcome = slice.run(tenant, () -> false);
        for (int slices = 1; outcome instanceof SliceOutcome.Wait(Instant until); slices++) {
            assertThat(slices).isLessThan(MOST_SLICES);
            int left = scores.waiting(tenant, Set.of(), 1_000).size();
            if (left > 0) {
                waiting.put(window(clock.instant()), left);
            }
            clock.set(until.plusMillis(600));
            outcome = slice.run(tenant, () -> false);
        }
        assertThat(outcome).isInstanceOf(SliceOutcome.Done.class);
    }

    /** A PATCH, or rows that are read for one. */
    private static boolean writes(Call call) {
        return call.method().equals("PATCH")
                || (call.path().equals("/v3/applications") && call.query().contains("ids="));
    }

    private Map<Long, List<Call>> windows() {
        Map<Long, List<Call>> windows = new TreeMap<>();
        calls.where(call -> call.path().startsWith("/v3"))
                .forEach(call -> windows.computeIfAbsent(window(call.at()), _ -> new ArrayList<>())
                        .add(call));
        return windows;
    }

    private static long window(Instant time) {
        return time.getEpochSecond() / WINDOW;
    }
}
