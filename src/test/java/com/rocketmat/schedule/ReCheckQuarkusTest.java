package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.harvest.OwnSessions;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxVault;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.Match;
import com.rocketmat.sync.OwnSlice;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.OneTenant;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.tenant.vault.TenantsConfig;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a tenant is tried again whose credential Greenhouse refused, or whose secret is invalid. */
@QuarkusTest
class ReCheckQuarkusTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofHours(1);
    private static final Fault REFUSED = new Fault.Status(401, "{}");

    SandboxVault vault;

    @Inject
    RunRequests requests;

    @Inject
    TenantsConfig config;

    @Inject
    NextRunPlanner ofTheService;

    @Inject
    TenantStates states;

    private final TenantId tenant = new TenantId("re-check-" + UUID.randomUUID());
    private final PointsCustomer customer = PointsCustomer.named(tenant.value());
    private final FixedClock clock = new FixedClock();
    private final Own own = new Own(GreenhouseSimulator.start(List.of(customer.organisation()), clock));
    private OneTenant registered;
    private NextRunPlanner planner;

    @AfterEach
    void stop() {
        own.greenhouse().close();
    }

    /** A field of the type itself would be given the one that all tests share. */
    private record Own(GreenhouseSimulator greenhouse) {}

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
    void aSingleRefusalCostsAMinuteAndOneThatLastsACheckAnHour(Refusal refusal) {
        begin(refusal.v1());
        long application = customer.apply(17);
        own.greenhouse().faults().on(refusal.calls()).times(1).answer(refusal.fault());

        assertThat(due()).isEqualTo(SOON);
        assertThat(state()).isEqualTo(TenantState.BLOCKED);
        clock.pass(SOON);
        due();
        assertThat(state()).isEqualTo(TenantState.ACTIVE);
        assertThat(customer.organisation().score(application, "rocketmat")).isNotNull();

        own.greenhouse().faults().on(refusal.calls()).always().answer(refusal.fault());
        // a token lives an hour
        clock.pass(LATER);
        own.greenhouse().calls().clear();
        assertThat(due()).isEqualTo(SOON);
        clock.pass(SOON);
        assertThat(due()).isEqualTo(LATER);
        clock.pass(LATER);
        assertThat(due()).isEqualTo(LATER);
        assertThat(own.greenhouse().calls().all()).hasSizeLessThanOrEqualTo(6);
    }

    /** What is missing stays so until someone acts, and a window may go well between two refusals of other calls. */
    @Test
    @Tag("failure-403-scope-lost")
    void aMissingRightIsCheckedHourly() {
        begin(false);
        customer.apply(17);
        own.greenhouse().faults().on(Match.get("/v3/applications")).always().answer(Fault.forbidden());

        assertThat(due()).isEqualTo(LATER);
        assertThat(state()).isEqualTo(TenantState.BLOCKED);
    }

    /** A correction makes it due; at each refresh of the secrets it would cost transactions in vain. */
    @Test
    void aTenantWhoseSecretIsInvalidIsCheckedHourly() {
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

    private void begin(boolean v1) {
        OwnSlice.known(vault, tenant, Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        registered = new OneTenant(tenant, secret(v1));
        planner = new NextRunPlanner(
                OwnSlice.of(registered, OwnSessions.of(own.greenhouse().tokenUrl(), clock), clock),
                requests,
                registered.states(),
                registered.registry(),
                config,
                clock);
    }

    private Map<String, String> secret(boolean v1) {
        Map<String, String> secret = new TreeMap<>(OwnSlice.secret(own.greenhouse(), customer.organisation()));
        secret.put("schedule", "1h");
        if (v1) {
            secret.keySet().removeAll(Set.of("harvest_client_id", "harvest_client_secret"));
            secret.put("harvest_api_key", customer.organisation().apiKey());
        }
        return secret;
    }

    private Duration due() {
        return Duration.between(
                clock.instant(), planner.run(tenant, () -> false).orElseThrow().due());
    }

    private TenantState state() {
        return registered.states().standing(tenant).state();
    }
}
