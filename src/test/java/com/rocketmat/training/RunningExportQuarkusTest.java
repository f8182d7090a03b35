package com.rocketmat.training;

import static com.rocketmat.sandbox.stack.Surroundings.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.table.TableFormat;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RunningExportQuarkusTest {

    SandboxDatabase database;
    SandboxVault vault;
    GreenhouseSimulator greenhouse;

    @Inject
    TrainingExports exports;

    @Inject
    TenantRegistry registry;

    @Inject
    HarvestSessions sessions;

    @Test
    void anExportGoesOnWhileOnlyAnotherReplicaHasReadANewSecret() {
        TenantSettings settings = running();
        RunningExport begun = open(settings);
        database.execute("UPDATE tenant SET secret_version = secret_version + 1 WHERE tenant_id = '%s'"
                .formatted(settings.id()));

        assertThatThrownBy(() -> open(settings)).hasMessageContaining("the tenant's newest secret");
        assertThat(exports.bytes(begun).collect().asList().await().atMost(Duration.ofMinutes(1)))
                .isNotEmpty();
    }

    @Test
    void aPurgeEndsEveryExportAndNothingOfTheTenantIsLeft() {
        TenantSettings settings = running();
        TenantId tenant = settings.id();
        List<RunningExport> begun = List.of(open(settings), open(settings));

        WrittenSecret.delete(vault, tenant);
        await().until(() ->
                operator().delete("/api/tenants/{t}", tenant.value()).statusCode() == 204);
        // as on a replica that does not know of the purge yet, at the end of a doctor run
        sessions.session(settings);
        sessions.save(tenant);

        assertThat(begun)
                .allSatisfy(export -> assertThatThrownBy(() ->
                                exports.bytes(export).collect().asList().await().atMost(Duration.ofMinutes(1)))
                        .hasMessageContaining("does not run"));
        for (String table : List.of("audit_entry", "harvest_budget")) {
            assertThat(database.count("SELECT count(*) FROM %s WHERE tenant_id = '%s'".formatted(table, tenant)))
                    .as(table)
                    .isZero();
        }
        assertThat(database.count(
                        "SELECT count(*) FROM audit_entry WHERE tenant_id = '*' AND phase = 'FAILED' AND details LIKE '%%%s%%'"
                                .formatted(tenant)))
                .isEqualTo(2);
    }

    private TenantSettings running() {
        TenantId tenant = new TenantId("exported-" + UUID.randomUUID());
        Organisation organisation = Organisation.empty(tenant.value(), Instant.parse("2026-11-24T12:00:00Z"));
        greenhouse.add(organisation);
        WrittenSecret.put(vault, tenant, organisation.secret(Map.of("schedule", "0 3 1 1 *")));
        await().until(() -> registry.settings(tenant).filter(registry::runs).isPresent());
        return registry.settings(tenant).orElseThrow();
    }

    private RunningExport open(TenantSettings settings) {
        return exports.open(
                settings, "ana", TrainingRequest.of(List.of("job.id"), null, null, null, null, TableFormat.CSV));
    }
}
