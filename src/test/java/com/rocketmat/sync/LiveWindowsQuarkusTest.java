package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.SettableClock;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** In simulated time: new applications do not wait for the end of a sweep that takes longer than the schedule's period. */
@QuarkusTest
@TestProfile(LifeDay.class)
class LiveWindowsQuarkusTest {

    private static final int BACKLOG = 900;
    private static final Duration PERIOD = Duration.ofMinutes(3);
    /** Longer than a rate window. */
    private static final Duration SOON = Duration.ofMinutes(1);

    private static final Pattern PART_OF_THE_LIST = Pattern.compile("(^|&)(cursor|updated_at|ids)=");
    private static final int MOST_SLICES = 500;
    private static final SettableClock CLOCK = SimulatedTime.CLOCK;

    @TestHTTPResource
    URI service;

    GreenhouseSimulator greenhouse;
    SandboxVault vault;

    @Inject
    Slice slice;

    @Inject
    TenantRegistry registry;

    @Inject
    RunRequests requests;

    @Test
    void anApplicationDuringASweepIsScoredWithinTheScheduleAndTheSweepContinues() {
        PointsCustomer customer = withABacklog(LifeDay.SWEEPING);
        Instant begun = CLOCK.instant();
        untilPast(customer, begun.plus(SOON));
        long late = customer.apply(77.25);

        untilScored(customer, late);

        assertThat(Duration.between(begun, CLOCK.instant())).isLessThan(PERIOD.plus(SOON.multipliedBy(2)));
        assertThat(customer.right()).isLessThan(BACKLOG * 2 / 3);

        untilDone(customer);
        assertThat(customer.allRight()).isTrue();
        assertThat(calls(customer).stream().filter(call -> call.method().equals("PATCH")))
                .as("none is written twice")
                .hasSize(BACKLOG + 1);
        assertThat(calls(customer).stream().filter(LiveWindowsQuarkusTest::beginsASweep))
                .hasSize(1);
    }

    @Test
    void aRunRequestedDuringASweepReadsNewApplicationsAtOnce() {
        PointsCustomer customer = withABacklog(LifeDay.ASKED);
        Instant begun = CLOCK.instant();
        untilPast(customer, begun.plus(SOON));
        long late = customer.apply(77.25);
        requests.request(tenant(customer), "operator");

        untilScored(customer, late);

        assertThat(Duration.between(begun, CLOCK.instant())).isLessThan(SOON.multipliedBy(3));
    }

    private PointsCustomer withABacklog(PointsCustomer customer) {
        greenhouse.faults().clear();
        greenhouse.switches().readAfterWriteLag = Duration.ZERO;
        customer.with(BACKLOG);
        OwnSlice.claim(tenant(customer));
        WrittenSecret.put(
                vault, customer.name(), customer.organisation().secret(Map.of("schedule", PERIOD.toString())));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> registry.settings(tenant(customer)).isPresent());
        new Operator(service, LifeDay.OPERATOR)
                .giveModel(customer.name(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        return customer;
    }

    private void untilPast(PointsCustomer customer, Instant moment) {
        while (CLOCK.instant().isBefore(moment)) {
            assertThat(sliceAndWait(customer)).isNotInstanceOf(SliceOutcome.Due.class);
        }
    }

    private void untilScored(PointsCustomer customer, long application) {
        for (int slices = 0; customer.score(application) == null; slices++) {
            assertThat(slices).isLessThan(MOST_SLICES);
            assertThat(sliceAndWait(customer)).isNotInstanceOf(SliceOutcome.Due.class);
        }
    }

    private void untilDone(PointsCustomer customer) {
        for (int slices = 0; !(sliceAndWait(customer) instanceof SliceOutcome.Due); slices++) {
            assertThat(slices).isLessThan(MOST_SLICES);
        }
    }

    private SliceOutcome sliceAndWait(PointsCustomer customer) {
        SliceOutcome outcome = slice.run(tenant(customer), () -> false);
        if (outcome instanceof SliceOutcome.Wait(Instant until)) {
            CLOCK.set(until.plusMillis(600));
        } else {
            assertThat(outcome).isInstanceOfAny(SliceOutcome.More.class, SliceOutcome.Due.class);
        }
        return outcome;
    }

    private List<Call> calls(PointsCustomer customer) {
        return greenhouse.calls().of(customer.name());
    }

    private static boolean beginsASweep(Call call) {
        return call.method().equals("GET")
                && call.path().equals("/v3/applications")
                && !PART_OF_THE_LIST.matcher(call.query()).find();
    }

    private static TenantId tenant(PointsCustomer customer) {
        return new TenantId(customer.name());
    }
}
