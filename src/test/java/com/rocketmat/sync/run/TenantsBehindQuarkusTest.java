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
                "DELETE FROM tenant WHERE tenant_id LIKE 'behind-%'");
    }

    @Test
    void whoRunsAndGotNowhereFiveTimesInARowIsBehind() {
        // the registry may run in between and find that these have no secret
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

    private double count() {
        behind.refresh();
        return metrics.get(TenantsBehind.BEHIND).gauge().value();
    }

    private void tenant(String name, String state, int failures) {
        database.administer(
                "INSERT INTO tenant (tenant_id, state, since) VALUES ('%s', '%s', now())".formatted(name, state),
                "INSERT INTO sync_position (tenant_id, failures) VALUES ('%s', %d)".formatted(name, failures));
    }
}
