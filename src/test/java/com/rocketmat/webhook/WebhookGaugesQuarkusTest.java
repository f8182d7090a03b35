package com.rocketmat.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.sandbox.SandboxVault;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Hooked.class)
class WebhookGaugesQuarkusTest {

    private static final String HOOKED = "silent-hooked";
    private static final String WITHOUT = "silent-without";

    SandboxDatabase database;
    SandboxVault vault;

    @Inject
    WebhookGauges gauges;

    @Inject
    TenantRegistry registry;

    @Inject
    MeterRegistry metrics;

    /** Paused, so that their runs are those that are entered here. */
    @BeforeEach
    void tenants() {
        Map<String, String> secret = new HashMap<>(Map.of("harvest_client_secret", "not-known", "mode", "paused"));
        secret.put("harvest_client_id", WITHOUT);
        WrittenSecret.put(vault, WITHOUT, secret);
        secret.put("harvest_client_id", HOOKED);
        secret.put("webhook_secret", "the-key-of-the-webhooks");
        WrittenSecret.put(vault, HOOKED, secret);
        await().until(() -> database.count("SELECT count(*) FROM tenant WHERE tenant_id LIKE 'silent-%'") == 2
                && Stream.of(WITHOUT, HOOKED)
                        .allMatch(tenant ->
                                registry.settings(new TenantId(tenant)).isPresent()));
    }

    @AfterEach
    void leave() throws SQLException {
        database.administer(
                "DELETE FROM run WHERE tenant_id LIKE 'silent-%'",
                "DELETE FROM webhook_count WHERE tenant_id LIKE 'silent-%'");
    }

    @Test
    void aTenantIsSilentWhoseWebhooksNeverCame() throws SQLException {
        long others = silent();
        ran(HOOKED, "2 days", 0);
        ran(HOOKED, "1 hour", 0);
        assertThat(silent() - others).as("there was nothing to tell").isZero();

        ran(HOOKED, "1 minute", 3);
        assertThat(silent() - others).isOne();

        came("refused", "1 minute");
        assertThat(silent() - others).as("a stranger's does not count").isOne();
        came("taken", "25 hours");
        assertThat(silent() - others).as("for a day").isOne();
        came("ignored", "1 minute");
        assertThat(silent() - others).isZero();
    }

    @Test
    void oneThatIsYoungOrHasNoWebhooksIsNot() throws SQLException {
        long others = silent();
        ran(HOOKED, "5 hours", 3);
        ran(WITHOUT, "2 days", 3);
        ran(WITHOUT, "1 minute", 3);

        assertThat(silent() - others).isZero();
    }

    private void ran(String tenant, String ago, int discovered) throws SQLException {
        database.administer(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_to, discovered) SELECT '%s', at, at, 'schedule', at, %d FROM (SELECT now() - interval '%s' AS at)"
                        .formatted(tenant, discovered, ago));
    }

    private void came(String outcome, String ago) throws SQLException {
        database.administer(
                "INSERT INTO webhook_count (tenant_id, action, outcome, number, last_at) VALUES ('%s', 'ping', '%s', 1, now() - interval '%s')"
                        .formatted(HOOKED, outcome, ago));
    }

    private long silent() {
        gauges.listen();
        return (long) metrics.get(WebhookGauges.SILENT).gauge().value();
    }
}
