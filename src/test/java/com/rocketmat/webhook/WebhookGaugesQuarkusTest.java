package com.rocketmat.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.ops.Guarded;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@QuarkusTest
@TestProfile(Guarded.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookGaugesQuarkusTest {

    private static final String HOOKED = "silent-hooked";
    private static final String WITHOUT = "silent-without";
    private static final Map<String, String> WEBHOOKS = Map.of("webhook_secret", "the-key-of-the-webhooks");

    SandboxDatabase database;
    SandboxVault vault;

    @Inject
    WebhookGauges gauges;

    @Inject
    WebhookFigures figures;

    @Inject
    TenantRegistry registry;

    @Inject
    MeterRegistry metrics;

    /** Paused, so that they have no runs but those inserted here. */
    @BeforeAll
    void tenants() {
        WrittenSecret.put(vault, WITHOUT, secret(WITHOUT, Map.of()));
        WrittenSecret.put(vault, HOOKED, secret(HOOKED, WEBHOOKS));
        await().until(() ->
                database.count("SELECT count(*) FROM tenant WHERE tenant_id IN ('" + HOOKED + "', '" + WITHOUT + "')")
                                == 2
                        && Stream.of(WITHOUT, HOOKED)
                                .allMatch(tenant ->
                                        registry.settings(new TenantId(tenant)).isPresent()));
        // a tenant is not silent in the first day after its secret changed; these count at once
        deleteRows();
    }

    private static Map<String, String> secret(String tenant, Map<String, String> more) {
        Map<String, String> secret = new HashMap<>(more);
        secret.putAll(Map.of("harvest_client_id", tenant, "harvest_client_secret", "not-known", "mode", "paused"));
        return secret;
    }

    @AfterEach
    void deleteRows() {
        database.administer(
                "DELETE FROM run WHERE tenant_id LIKE 'silent-%'",
                "DELETE FROM webhook_count WHERE tenant_id LIKE 'silent-%'",
                "DELETE FROM webhook_event WHERE tenant_id LIKE 'silent-%'");
    }

    @Test
    void aTenantWithoutWebhooksIsSilentOnceRunsFindApplications() {
        long others = silent();
        insertRun(HOOKED, "2 days", 3);
        insertRun(HOOKED, "1 hour", 0);
        assertThat(silent() - others)
                .as("no application was found in the last day")
                .isZero();

        insertRun(HOOKED, "1 minute", 3);
        assertThat(figures.foundByRuns(new TenantId(HOOKED), Instant.EPOCH)).isEqualTo(6);
        updateRun("kind = 'NAMED'");
        assertThat(silent() - others).as("a webhook announced the application").isZero();
        updateRun("kind = 'WINDOW', renewed = 3");
        assertThat(silent() - others).as("no webhook announces a new model").isZero();
        assertThat(figures.foundByRuns(new TenantId(HOOKED), Instant.EPOCH)).isZero();
        updateRun("scored = 0, renewed = 0");
        assertThat(silent() - others).as("read again, but cannot be scored").isZero();
        assertThat(figures.foundByRuns(new TenantId(HOOKED), Instant.EPOCH)).isZero();
        updateRun("scored = 3, window_from = NULL");
        assertThat(silent() - others).as("a sweep tried refused ones again").isZero();
        assertThat(figures.foundByRuns(new TenantId(HOOKED), Instant.EPOCH)).isZero();
        updateRun("window_from = window_to");
        assertThat(silent() - others).isOne();

        insertCount("refused", "1 minute");
        assertThat(silent() - others).as("an unsigned call does not count").isOne();
        insertCount("taken", "25 hours");
        assertThat(silent() - others).as("the last one is over a day old").isOne();
        insertCount("ignored", "1 minute");
        assertThat(silent() - others).isZero();
    }

    @Test
    void aNewTenantOrOneWithoutWebhookSecretIsNotSilent() {
        long others = silent();
        insertRun(HOOKED, "5 hours", 3);
        insertRun(WITHOUT, "2 days", 3);
        insertRun(WITHOUT, "1 minute", 3);

        assertThat(silent() - others).isZero();
    }

    @Test
    void aTenantWithANewWebhookSecretIsNotSilent() {
        TenantId given = new TenantId("silent-at-first-" + UUID.randomUUID());
        WrittenSecret.put(vault, given, secret(given.value(), Map.of()));
        await().until(() -> registry.settings(given).isPresent());
        long others = silent();
        insertRun(given.value(), "2 days", 3);
        insertRun(given.value(), "1 minute", 3);

        WrittenSecret.put(vault, given, secret(given.value(), WEBHOOKS));
        await().until(() ->
                registry.settings(given).flatMap(TenantSettings::webhookSecret).isPresent());
        String expected = "SELECT count(*) FROM webhook_count WHERE tenant_id = '%s'".formatted(given);
        await().until(() -> database.count(expected) == 1);
        assertThat(silent() - others).isZero();
        assertThat(figures.of(given).lastSigned()).as("none has arrived").isEmpty();

        database.administer("UPDATE webhook_count SET last_at = now() - interval '25 hours' WHERE tenant_id = '%s'"
                .formatted(given));
        assertThat(silent() - others).isOne();

        WrittenSecret.put(vault, given, secret(given.value(), Map.of("webhook_secret", "another-key")));
        String third = "SELECT count(*) FROM tenant WHERE tenant_id = '%s' AND secret_version = 3".formatted(given);
        await("committed").until(() -> database.count(third) == 1);
        assertThat(silent() - others).as("another key does not start a new day").isOne();
    }

    /** An erasure that waits for its second time does not count, unless it failed. */
    @Test
    void theLagIsTheAgeOfTheOldestWaitingEvent() {
        gauges.refresh();
        double others = metrics.get(WebhookGauges.WAITING).gauge().value();
        database.administer(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, outcome, attempts) SELECT '%s', hours, now() - interval '1 hour' * hours, now() + interval '10 minutes', 'job_updated', CASE WHEN hours > 1 THEN 'erased' END, CASE hours WHEN 2 THEN 1 ELSE 0 END FROM generate_series(1, 3) AS hours"
                        .formatted(HOOKED));
        gauges.refresh();

        assertThat(metrics.get(WebhookGauges.LAG).gauge().value()).isBetween(7_200.0, 7_300.0);
        assertThat(metrics.get(WebhookGauges.WAITING).gauge().value()).isEqualTo(others + 2);
        WebhookFigures.Figures waiting = figures.of(new TenantId(HOOKED));
        assertThat(waiting.waiting()).isEqualTo(2);
        Instant now = Instant.now();
        assertThat(waiting.oldest().orElseThrow())
                .isBetween(now.minus(Duration.ofMinutes(125)), now.minus(Duration.ofMinutes(115)));
    }

    @Test
    void countsAreAddedUp() {
        Instant first = Instant.parse("2026-03-01T00:00:00Z");
        Instant last = first.plusSeconds(60);
        TenantId hooked = new TenantId(HOOKED);
        addPings(hooked, 1, first);
        addPings(hooked, 2, last);
        addPings(hooked, 4, first);

        assertThat(figures.of(hooked).figures()).containsExactly(new WebhookFigures.Figure("ping", "ignored", 7, last));
    }

    @Test
    void nothingIsCountedForAPurgedTenant() {
        TenantId purged = new TenantId("silent-purged");
        addPings(purged, 1, Instant.now());

        assertThat(figures.of(purged).figures()).isEmpty();
    }

    private void addPings(TenantId tenant, int number, Instant last) {
        figures.add(
                tenant,
                Map.of(
                        new WebhookCounts.Key(tenant, "ping", Reception.IGNORED),
                        new WebhookCounts.Count(number, last)));
    }

    private void insertRun(String tenant, String ago, int found) {
        database.administer(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_from, window_to, discovered, scored) SELECT '%1$s', at, at, 'schedule', at, at, %2$d, %2$d FROM (SELECT now() - interval '%3$s' AS at)"
                        .formatted(tenant, found, ago));
    }

    private void updateRun(String columns) {
        database.administer("UPDATE run SET %s WHERE tenant_id = '%s'".formatted(columns, HOOKED));
    }

    private void insertCount(String outcome, String ago) {
        database.administer(
                "INSERT INTO webhook_count (tenant_id, action, outcome, number, last_at) VALUES ('%s', 'ping', '%s', 1, now() - interval '%s')"
                        .formatted(HOOKED, outcome, ago));
    }

    private long silent() {
        gauges.refreshSilent();
        return (long) metrics.get(WebhookGauges.SILENT).gauge().value();
    }
}
