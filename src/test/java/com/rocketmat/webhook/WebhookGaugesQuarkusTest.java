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

    /** Paused, so that their runs are those that are entered here. */
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
        // a tenant has a day after its secret changed; these are to count at once
        leave();
    }

    private static Map<String, String> secret(String tenant, Map<String, String> more) {
        Map<String, String> secret = new HashMap<>(more);
        secret.putAll(Map.of("harvest_client_id", tenant, "harvest_client_secret", "not-known", "mode", "paused"));
        return secret;
    }

    @AfterEach
    void leave() {
        database.administer(
                "DELETE FROM run WHERE tenant_id LIKE 'silent-%'",
                "DELETE FROM webhook_count WHERE tenant_id LIKE 'silent-%'",
                "DELETE FROM webhook_event WHERE tenant_id LIKE 'silent-%'");
    }

    @Test
    void aTenantIsSilentWhoseWebhooksNeverCame() {
        long others = silent();
        ran(HOOKED, "2 days", 3);
        ran(HOOKED, "1 hour", 0);
        assertThat(silent() - others).as("there was nothing to tell").isZero();

        ran(HOOKED, "1 minute", 3);
        assertThat(figures.foundByRuns(new TenantId(HOOKED), Instant.EPOCH)).isEqualTo(6);
        set("kind = 'NAMED'");
        assertThat(silent() - others).as("a webhook told").isZero();
        set("kind = 'RESCORING'");
        assertThat(silent() - others).as("of a new model none tells").isZero();
        set("kind = 'WINDOW', scored = 0");
        assertThat(silent() - others).as("tried again, and cannot be scored").isZero();
        assertThat(figures.foundByRuns(new TenantId(HOOKED), Instant.EPOCH)).isZero();
        set("scored = 3");
        assertThat(silent() - others).isOne();

        came("refused", "1 minute");
        assertThat(silent() - others).as("a stranger's does not count").isOne();
        came("taken", "25 hours");
        assertThat(silent() - others).as("for a day").isOne();
        came("ignored", "1 minute");
        assertThat(silent() - others).isZero();
    }

    @Test
    void oneThatIsYoungOrHasNoWebhooksIsNot() {
        long others = silent();
        ran(HOOKED, "5 hours", 3);
        ran(WITHOUT, "2 days", 3);
        ran(WITHOUT, "1 minute", 3);

        assertThat(silent() - others).isZero();
    }

    /** However long it has run without. */
    @Test
    void oneThatWasJustGivenItsSecretIsNot() {
        TenantId given = new TenantId("silent-at-first-" + UUID.randomUUID());
        WrittenSecret.put(vault, given, secret(given.value(), Map.of()));
        await().until(() -> registry.settings(given).isPresent());
        long others = silent();
        ran(given.value(), "2 days", 3);
        ran(given.value(), "1 minute", 3);

        WrittenSecret.put(vault, given, secret(given.value(), WEBHOOKS));
        await().until(() ->
                registry.settings(given).flatMap(TenantSettings::webhookSecret).isPresent());
        String expected = "SELECT count(*) FROM webhook_count WHERE tenant_id = '%s'".formatted(given);
        await().until(() -> database.count(expected) == 1);
        assertThat(silent() - others).isZero();
        assertThat(figures.of(given).lastSigned()).as("none has come").isEmpty();

        database.administer("UPDATE webhook_count SET last_at = now() - interval '25 hours' WHERE tenant_id = '%s'"
                .formatted(given));
        assertThat(silent() - others).isOne();

        WrittenSecret.put(vault, given, secret(given.value(), Map.of("webhook_secret", "another-key")));
        String third = "SELECT count(*) FROM tenant WHERE tenant_id = '%s' AND secret_version = 3".formatted(given);
        await("committed").until(() -> database.count(third) == 1);
        assertThat(silent() - others).as("with another key too").isOne();
    }

    /** An erasure that was done waits only for its second time, unless that failed. */
    @Test
    void theLagIsTheAgeOfTheOldestThatWaits() {
        gauges.refresh();
        double others = metrics.get(WebhookGauges.WAITING).gauge().value();
        database.administer(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, outcome, attempts) SELECT '%s', hours, now() - interval '1 hour' * hours, now() + interval '1 hour', 'job_updated', CASE WHEN hours > 1 THEN 'erased' END, CASE hours WHEN 2 THEN 1 ELSE 0 END FROM generate_series(1, 3) AS hours"
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
    void callsAreAddedUp() {
        Instant first = Instant.parse("2026-03-01T00:00:00Z");
        Instant last = first.plusSeconds(60);
        TenantId hooked = new TenantId(HOOKED);
        pings(hooked, 1, first);
        pings(hooked, 2, last);
        pings(hooked, 4, first);

        assertThat(figures.of(hooked).figures()).containsExactly(new WebhookFigures.Figure("ping", "ignored", 7, last));
    }

    @Test
    void noCallIsStoredForATenantThatIsNotKnownAnyMore() {
        TenantId purged = new TenantId("silent-purged");
        pings(purged, 1, Instant.now());

        assertThat(figures.of(purged).figures()).isEmpty();
    }

    private void pings(TenantId tenant, int number, Instant last) {
        figures.add(
                tenant,
                Map.of(
                        new WebhookCounts.Key(tenant, "ping", Reception.IGNORED),
                        new WebhookCounts.Count(number, last)));
    }

    private void ran(String tenant, String ago, int found) {
        database.administer(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_to, discovered, scored) SELECT '%1$s', at, at, 'schedule', at, %2$d, %2$d FROM (SELECT now() - interval '%3$s' AS at)"
                        .formatted(tenant, found, ago));
    }

    private void set(String columns) {
        database.administer("UPDATE run SET %s WHERE tenant_id = '%s'".formatted(columns, HOOKED));
    }

    private void came(String outcome, String ago) {
        database.administer(
                "INSERT INTO webhook_count (tenant_id, action, outcome, number, last_at) VALUES ('%s', 'ping', '%s', 1, now() - interval '%s')"
                        .formatted(HOOKED, outcome, ago));
    }

    private long silent() {
        gauges.refreshSilent();
        return (long) metrics.get(WebhookGauges.SILENT).gauge().value();
    }
}
