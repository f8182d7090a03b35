package com.rocketmat.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.scope.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhookWorkTest {

    private static final TenantId FLOODED = new TenantId("flooded");
    private static final TenantId BROKEN = new TenantId("broken");
    private static final TenantId LATE = new TenantId("late");

    private final Set<TenantId> due = new LinkedHashSet<>(List.of(BROKEN, FLOODED));
    private final List<String> done = new ArrayList<>();

    private final WebhookQueue queue = new WebhookQueue(null, null) {
        @Override
        List<TenantId> tenantsWithDueEvents() {
            return List.copyOf(due);
        }

        @Override
        List<String> findDue(TenantId tenant, Set<String> actions) {
            return tenant.equals(FLOODED) ? List.of("deleted") : List.of();
        }
    };

    private final WebhookActions actions = new WebhookActions(null, null, null, null, null, null, null) {
        @Override
        boolean erase(TenantId tenant, String eventId) {
            done.add(tenant.value());
            due.add(LATE);
            return true;
        }

        @Override
        int read(TenantId tenant) {
            if (!tenant.equals(FLOODED)) {
                done.add(tenant.value());
            }
            if (tenant.equals(BROKEN)) {
                throw new IllegalStateException("expected by the test");
            }
            if (tenant.equals(LATE)) {
                due.remove(LATE);
            }
            return 0;
        }
    };

    @Test
    void eventsOfOneTenantAreNotDelayedByAFloodForAnother() {
        new WebhookWork(queue, actions).tick();

        assertThat(done).startsWith("broken", "flooded", "flooded", "late");
        assertThat(done).containsOnlyOnce("broken");
    }
}
