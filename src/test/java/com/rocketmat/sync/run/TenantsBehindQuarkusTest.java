package com.rocketmat.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.database.SandboxDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TenantsBehindQuarkusTest {

    SandboxDatabase database;

    @Inject
    TenantsBehind behind;

    @Inject
    MeterRegistry metrics;

    @AfterEach
    void forget() {
        database.administer(
                "DELETE FROM sync_position WHERE tenant_id LIKE 'behind-%'",
                "DELETE FROM reconciliation WHERE tenant_id LIKE 'behind-%'",
                "DELETE FROM tenant WHERE tenant_id LIKE 'behind-%'");
    }

    @Test
    void aRunningTenantWithFiveFailuresInARowIsBehind() {
        // the registry may run in between and find that these tenants have no secret
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            forget();
            double before = count();
            tenant("behind-slightly", "ACTIVE", TenantsBehind.SLICES_WITHOUT_A_STEP - 1);
            tenant("behind-live", "ACTIVE", TenantsBehind.SLICES_WITHOUT_A_STEP);
            tenant("behind-dry", "DRY_RUN", 50);
            tenant("behind-blocked", "BLOCKED", 50);
            tenant("behind-paused", "PAUSED", 50);
            assertThat(count()).isEqualTo(before + 2);
        });
    }

    /** A round of 30 days begins after 27 of them, and may take 3. */
    @Test
    void aTenantWhoseStoredIdsAreNotComparedInTimeIsBehind() {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            forget();
            double before = compared();
            round("behind-begins", "ACTIVE", 30, "NULL", -4);
            round("behind-goes-on", "DRY_RUN", 4, "7", 0);
            round("behind-is-put-off", "ACTIVE", 34, "NULL", 1);
            round("behind-blocked", "BLOCKED", 40, "7", -10);
            round("behind-slightly", "ACTIVE", 29, "NULL", -2);
            round("behind-not-yet", "ACTIVE", 20, "NULL", 7);
            round("behind-goes", "ACTIVE", 2, "7", -1);
            assertThat(compared()).isEqualTo(before + 3);
        });
    }

    private double count() {
        behind.refresh();
        return metrics.get(TenantsBehind.BEHIND).gauge().value();
    }

    private double compared() {
        behind.refreshReconciliation();
        return metrics.get(TenantsBehind.RECONCILIATION).gauge().value();
    }

    private void tenant(String name, String state, int failures) {
        tenant(name, state);
        database.administer(
                "INSERT INTO sync_position (tenant_id, failures) VALUES ('%s', %d)".formatted(name, failures));
    }

    /** @param next in so many days */
    private void round(String name, String state, int daysAgo, String below, int next) {
        tenant(name, state);
        database.administer(
                "INSERT INTO reconciliation (tenant_id, round_since, below, next_at) VALUES ('%s', now() - interval '%d days', %s, now() + interval '%d days')"
                        .formatted(name, daysAgo, below, next));
    }

    private void tenant(String name, String state) {
        database.administer(
                "INSERT INTO tenant (tenant_id, state, since) VALUES ('%s', '%s', now())".formatted(name, state));
    }
}
