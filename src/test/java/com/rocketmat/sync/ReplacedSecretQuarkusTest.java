package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.OwnSessions;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxVault;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.Match;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.OneTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantChange;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStatus;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tenant's secret is replaced during a slice, between two calls to Greenhouse: the old one is not used again. */
@QuarkusTest
class ReplacedSecretQuarkusTest {

    SandboxVault vault;

    @Inject
    Positions positions;

    private final TenantId tenant = new TenantId("replaced-" + UUID.randomUUID());
    private final PointsCustomer customer = PointsCustomer.named(tenant.value()).with(8);
    private final FixedClock clock = new FixedClock();

    @ParameterizedTest
    @CsvSource({
        "POST, /token",
        "GET, /v3/applications",
        "GET, /v3/jobs",
        "GET, /v3/candidates",
        "PATCH, /v3/applications"
    })
    void theSliceEndsWithoutATraceAndTheNextOneGoesOnWithTheNewSecret(String method, String path) {
        try (GreenhouseSimulator greenhouse = GreenhouseSimulator.start(List.of(customer.organisation()), clock);
                LogTap log = new LogTap()) {
            OneTenant registered = aKnownTenantWithAModel();
            HarvestSessions sessions = OwnSessions.of(greenhouse.tokenUrl(), clock);
            Slice slice = slice(registered, sessions, v3(greenhouse));
            greenhouse.faults().before(Match.any().method(method).path(path), () -> {
                registered.replace(v1(greenhouse));
                OwnSessions.tell(sessions, new TenantChange.Changed(tenant), registered.registry());
            });

            SliceOutcome outcome = slice.run(tenant, () -> false);

            assertThat(outcome).isInstanceOf(SliceOutcome.More.class);
            assertThat(greenhouse.calls().all().getLast().method()).isEqualTo(method);
            assertThat(greenhouse.calls().all().getLast().path()).startsWith(path);
            assertThat(registered.states().standing(tenant))
                    .isEqualTo(new TenantStatus(TenantState.ACTIVE, null, null));
            assertThat(positions.failed(tenant))
                    .as("failures in a row, with this one")
                    .isEqualTo(1);
            assertThat(customer.allRight()).isFalse();
            untilDone(slice);
            assertThat(customer.allRight()).isTrue();
            assertThat(greenhouse.calls().where(call -> call.path().startsWith("/v1/")))
                    .isNotEmpty();
            quiet(log);
        }
    }

    @ParameterizedTest
    @CsvSource({"401", "403"})
    void whatTheOldCredentialIsToldDoesNotBlockTheNewOne(int status) {
        try (GreenhouseSimulator greenhouse = GreenhouseSimulator.start(List.of(customer.organisation()), clock)) {
            OneTenant registered = aKnownTenantWithAModel();
            HarvestSessions sessions = OwnSessions.of(greenhouse.tokenUrl(), clock);
            Slice slice = slice(registered, sessions, v3(greenhouse));
            // the session is not notified, so that the refusal of a new token arrives too
            greenhouse.faults().before(Match.get("/v3/custom_fields"), () -> registered.replace(v1(greenhouse)));
            greenhouse.faults().on(Match.get("/v3/custom_fields")).always().answer(new Fault.Status(status, "{}"));

            SliceOutcome outcome = slice.run(tenant, () -> false);

            assertThat(outcome).isInstanceOf(SliceOutcome.More.class);
            assertThat(registered.states().standing(tenant))
                    .isEqualTo(new TenantStatus(TenantState.ACTIVE, null, null));
            untilDone(slice);
            assertThat(customer.allRight()).isTrue();
        }
    }

    private void untilDone(Slice slice) {
        SliceOutcome outcome = slice.run(tenant, () -> false);
        for (int slices = 0; slices < 20 && !(outcome instanceof SliceOutcome.Done); slices++) {
            clock.pass(Duration.ofSeconds(30));
            outcome = slice.run(tenant, () -> false);
        }
        assertThat(outcome).isInstanceOf(SliceOutcome.Done.class);
    }

    private void quiet(LogTap log) {
        assertThat(log.text()).contains("New tenant " + tenant.value());
        assertThat(log.lines())
                .filteredOn(line -> line.text().contains(tenant.value()))
                .allSatisfy(line -> assertThat(line.level().intValue()).isLessThan(Level.WARNING.intValue()))
                .noneSatisfy(line -> assertThat(line.text()).contains("SessionClosed"));
    }

    private Slice slice(OneTenant registered, HarvestSessions sessions, Map<String, String> secret) {
        registered.replace(secret);
        return OwnSlice.of(registered, sessions, clock);
    }

    private Map<String, String> v3(GreenhouseSimulator greenhouse) {
        return customer.organisation()
                .secret(Map.of("harvest_url", greenhouse.harvestUrl().toString()));
    }

    private Map<String, String> v1(GreenhouseSimulator greenhouse) {
        return customer.organisation()
                .keySecret(Map.of("harvest_url", greenhouse.harvestUrl().toString()));
    }

    private OneTenant aKnownTenantWithAModel() {
        OwnSlice.known(vault, customer);
        return new OneTenant(tenant, Map.of("harvest_client_id", "not-yet", "harvest_client_secret", "not-yet"));
    }
}
