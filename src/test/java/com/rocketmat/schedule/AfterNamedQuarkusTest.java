package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.OwnSessions;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.sandbox.SandboxVault;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sync.OwnSlice;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.sync.run.WantedApplications;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.OneTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSchedule;
import com.rocketmat.tenant.vault.TenantsConfig;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When a tenant is due after a slice between two windows, for an application that was named, or before one. */
@QuarkusTest
class AfterNamedQuarkusTest {

    /** Not while the test runs. */
    private final String cron = "0 %d * * *"
            .formatted(OffsetDateTime.now(ZoneOffset.UTC).plusHours(3).getHour());

    SandboxVault vault;
    SandboxDatabase database;

    @Inject
    RunRequests requests;

    @Inject
    WantedApplications wanted;

    @Inject
    TenantsConfig config;

    private final TenantId tenant = new TenantId("after-named-" + UUID.randomUUID());
    private final PointsCustomer customer = PointsCustomer.named(tenant.value());
    private final FixedClock clock = new FixedClock();

    /** As after the window: otherwise all tenants with the same cron and webhooks would meet at its minute. */
    @Test
    void itKeepsItsSecondOfTheCronsMinute() {
        clock.runs();
        try (GreenhouseSimulator own = GreenhouseSimulator.start(List.of(customer.organisation()), clock)) {
            OwnSlice.known(vault, tenant, Graph.identity().toBytes(), PointsCustomer.MANIFEST);
            NextRunPlanner planner = planner(own);
            Instant afterTheWindow = due(planner);
            wanted.want(tenant, List.of(customer.apply(17)), Map.of());

            assertThat(due(planner))
                    .isEqualTo(afterTheWindow)
                    .isEqualTo(Spread.next(tenant, TenantSchedule.parse(cron, ZoneOffset.UTC), clock.instant()));
        }
        assertThat(customer.allRight()).isTrue();
    }

    /** By a window whose end is all that is recorded of it, too. */
    @Test
    void afterAWindowTheComparisonOfStoredIdsDoesNotWaitForTheNextOne() {
        clock.runs();
        try (GreenhouseSimulator own = GreenhouseSimulator.start(List.of(customer.organisation()), clock)) {
            OwnSlice.known(vault, tenant, Graph.identity().toBytes(), PointsCustomer.MANIFEST);
            NextRunPlanner planner = planner(own);
            customer.apply(17);
            due(planner);
            Instant comparison = Instant.now().plusSeconds(1_000).truncatedTo(ChronoUnit.MICROS);
            database.execute(
                    "UPDATE reconciliation SET next_at = '%s' WHERE tenant_id = '%s'".formatted(comparison, tenant));

            requests.request(tenant, "operator");
            assertThat(due(planner)).isEqualTo(comparison);
            assertThat(due(planner)).as("after an empty window").isEqualTo(comparison);
        }
    }

    private NextRunPlanner planner(GreenhouseSimulator greenhouse) {
        Map<String, String> secret = new TreeMap<>(OwnSlice.secret(greenhouse, customer.organisation()));
        secret.put("schedule", cron);
        OneTenant registered = new OneTenant(tenant, secret);
        return new NextRunPlanner(
                OwnSlice.of(registered, OwnSessions.of(greenhouse.tokenUrl(), clock), clock),
                requests,
                registered.states(),
                registered.registry(),
                config,
                clock);
    }

    private Instant due(NextRunPlanner planner) {
        return planner.run(tenant, () -> false).orElseThrow().due();
    }
}
