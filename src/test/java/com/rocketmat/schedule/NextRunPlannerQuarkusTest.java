package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.sync.RunByHand;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSchedule;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a tenant is due next. */
@QuarkusTest
class NextRunPlannerQuarkusTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofHours(1);
    private static final Fault REFUSED = new Fault.Status(401, "{}");

    /** Not while the test runs, and not at ten, when the days of tests by hand begin. */
    private final String cron =
            "0 %d * * *".formatted(OffsetDateTime.now(ZoneOffset.UTC).getHour() < 12 ? 18 : 6);

    SandboxVault vault;
    SandboxDatabase database;

    @Inject
    RunRequests requests;

    @Inject
    NextRunPlanner ofTheService;

    @Inject
    TenantStates states;

    private RunByHand rig;
    private NextRunPlanner planner;

    @AfterEach
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    /** Otherwise all tenants with the same cron and webhooks would be due at the same time. */
    @Test
    void aNamedApplicationDoesNotChangeTheTenantsSecondOfTheCronsMinute() {
        begin(Map.of("schedule", cron));
        rig.clock.runs();
        Instant afterTheWindow = due();
        rig.want(rig.customer.apply(17));

        assertThat(due())
                .isEqualTo(afterTheWindow)
                .isEqualTo(Spread.next(rig.tenant, TenantSchedule.parse(cron, ZoneOffset.UTC), rig.clock.instant()));
        assertThat(rig.customer.allRight()).isTrue();
    }

    /** Also after a window without applications. */
    @Test
    void theComparisonOfStoredIdsDoesNotWaitForTheNextWindow() {
        begin(Map.of("schedule", cron));
        rig.clock.runs();
        rig.customer.apply(17);
        due();
        Instant comparison = Instant.now().plusSeconds(1_000).truncatedTo(ChronoUnit.MICROS);
        database.execute(
                "UPDATE reconciliation SET next_at = '%s' WHERE tenant_id = '%s'".formatted(comparison, rig.tenant));
        requests.request(rig.tenant, "operator");

        assertThat(due()).isEqualTo(comparison);
        assertThat(due()).as("after an empty window").isEqualTo(comparison);
    }

    /** A run requested during a slice does not wait behind other tenants' backlogs. The slices end early, as if draining. */
    @Test
    void anUnfinishedTenantYieldsUnlessARunIsRequested() {
        begin(Map.of());

        assertThat(interrupted(() -> {})).isEqualTo(Turn.yielding(rig.clock.instant()));
        assertThat(interrupted(() -> requests.request(rig.tenant, "operator"))).isEqualTo(Turn.at(rig.clock.instant()));
    }

    @Test
    void aTenantWithABacklogYieldsUntilItMayWriteAgain() {
        begin(Map.of());
        rig.customer.with(2);
        rig.greenhouse.faults().on(Match.patch("/v3")).times(1).answer(new Fault.RateLimited(30));

        Turn turn = planner.run(rig.tenant, () -> false).orElseThrow();

        assertThat(turn.yields()).isTrue();
        assertThat(turn.due()).isAfterOrEqualTo(rig.clock.instant().plusSeconds(29));
    }

    record Refusal(boolean v1, Match calls, Fault fault) {}

    static List<Refusal> refusals() {
        return List.of(
                new Refusal(false, Match.token(), REFUSED),
                new Refusal(false, Match.any().path("/v3"), new Fault.Status(302, "<html>")),
                new Refusal(true, Match.any().path("/v1"), REFUSED),
                new Refusal(true, Match.any().path("/v1"), new Fault.Html(404)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Tag("failure-401")
    void aSingleRefusalCostsAMinuteAndALastingOneIsCheckedHourly(Refusal refusal) {
        begin(Map.of());
        if (refusal.v1()) {
            rig.change(Map.of("harvest_api_key", rig.customer.organisation().apiKey()));
        }
        long application = rig.customer.apply(17);
        rig.greenhouse.faults().on(refusal.calls()).times(1).answer(refusal.fault());

        assertThat(pause()).isEqualTo(SOON);
        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
        rig.clock.pass(SOON);
        due();
        assertThat(rig.status().state()).isEqualTo(TenantState.ACTIVE);
        assertThat(rig.customer.score(application)).isNotNull();

        rig.greenhouse.faults().on(refusal.calls()).always().answer(refusal.fault());
        // a token lives an hour
        rig.clock.pass(LATER);
        rig.greenhouse.calls().clear();
        assertThat(pause()).isEqualTo(SOON);
        rig.clock.pass(SOON);
        assertThat(pause()).isEqualTo(LATER);
        rig.clock.pass(LATER);
        assertThat(pause()).isEqualTo(LATER);
        assertThat(rig.greenhouse.calls().all()).hasSizeLessThanOrEqualTo(6);
    }

    /** A right is missing until an operator acts. */
    @Test
    @Tag("failure-403-scope-lost")
    void aMissingRightIsCheckedHourly() {
        begin(Map.of());
        rig.customer.apply(17);
        rig.greenhouse.faults().on(Match.get("/v3/applications")).always().answer(Fault.forbidden());

        assertThat(pause()).isEqualTo(LATER);
        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
    }

    /** While paused it has no hourly check, so the end of the pause makes up for it. */
    @Test
    @Tag("failure-403-scope-lost")
    void theEndOfAPauseMakesABlockedTenantDue() {
        begin(Map.of("schedule", cron));
        rig.customer.apply(17);
        rig.greenhouse.faults().on(Match.get("/v3/applications")).always().answer(Fault.forbidden());
        due();
        rig.registered.states().pause(rig.tenant);
        assertThat(pause()).as("as scheduled").isGreaterThan(LATER);

        assertThat(rig.registered.states().resume(rig.tenant)).isTrue();
        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
    }

    /** Soon, though no run is requested: another replica has the newer secret. */
    @Test
    void aTenantWhoseSecretChangedElsewhereIsLeftToTheOtherReplica() {
        begin(Map.of());
        rig.changeElsewhere(Map.of("jobs", "17"));

        assertThat(planner.run(rig.tenant, () -> false))
                .contains(Turn.yielding(rig.clock.instant().plusSeconds(5)));
    }

    /** Only an activation helps, and webhooks and objections must not wait. */
    @Test
    void aTenantWhoseVersionIsQuarantinedIsDueAsScheduled() {
        begin(Map.of("schedule", cron));
        database.execute(
                "UPDATE model_version SET state = 'QUARANTINED', quarantine = 'it was slow' WHERE tenant_id = '%s'"
                        .formatted(rig.tenant));

        Turn turn = planner.run(rig.tenant, () -> false).orElseThrow();

        assertThat(turn.yields()).isFalse();
        assertThat(turn.due()).as("not at once").isAfter(rig.clock.instant().plus(SOON));
        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
    }

    /** A correction of the secret makes it due. */
    @Test
    void aTenantWhoseSecretIsInvalidIsCheckedHourly() {
        TenantId tenant = new TenantId("invalid-" + UUID.randomUUID());
        WrittenSecret.put(vault, tenant, Map.of("harvest_client_id", "an-id"));
        await().atMost(SOON).until(() -> states.standing(tenant).state() == TenantState.INVALID);
        // a model may be activated before the secret is corrected
        requests.request(tenant, "first model");

        Instant due = ofTheService.run(tenant, () -> false).orElseThrow().due();

        assertThat(due).isAfter(Instant.now().plus(LATER).minus(SOON));
        assertThat(requests.requested(tenant))
                .as("nor does the request make it due")
                .isFalse();
    }

    private void begin(Map<String, String> settings) {
        rig = new RunByHand(settings);
        rig.activate(rig.upload(0));
        planner = new NextRunPlanner(
                rig.replica(new SimpleMeterRegistry()),
                requests,
                rig.registered.states(),
                rig.registered.registry(),
                rig.clock);
    }

    private Duration pause() {
        return Duration.between(rig.clock.instant(), due());
    }

    /** The planner asks before the slice and before each step whether the replica drains. */
    private Turn interrupted(Runnable meanwhile) {
        var asked = new AtomicInteger();
        BooleanSupplier draining = () -> {
            int times = asked.incrementAndGet();
            if (times == 2) {
                meanwhile.run();
            }
            return times > 1;
        };
        return planner.run(rig.tenant, draining).orElseThrow();
    }

    private Instant due() {
        return planner.run(rig.tenant, () -> false).orElseThrow().due();
    }
}
