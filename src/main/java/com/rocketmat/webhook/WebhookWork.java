package com.rocketmat.webhook;

import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Works on waiting events, tenant by tenant; any replica may have received them. */
@Singleton
class WebhookWork {

    /** The rest waits for the next tick. */
    private static final int MOST_ROUNDS = 20;

    private final WebhookQueue queue;
    private final WebhookActions actions;

    WebhookWork(WebhookQueue queue, WebhookActions actions) {
        this.queue = queue;
        this.actions = actions;
    }

    /** In small steps, tenant after tenant, so that a flood of one does not delay the others. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        List<TenantId> waiting = new ArrayList<>(queue.tenants());
        for (int round = 0; round < MOST_ROUNDS && !waiting.isEmpty(); round++) {
            waiting.removeIf(tenant -> !hasMoreAfterStep(tenant));
        }
    }

    /** A failure for one tenant does not affect the others. */
    private boolean hasMoreAfterStep(TenantId tenant) {
        try {
            return step(tenant);
        } catch (Exception e) {
            // a transaction that does not commit throws a checked exception past the compiler
            Log.warnf(
                    "Cannot process webhooks of tenant %s, retrying: %s",
                    tenant, e.getClass().getName());
            return false;
        }
    }

    private boolean step(TenantId tenant) {
        // before anything is read again
        List<String> erasing = queue.others(tenant, WebhookActions.READS);
        for (String event : erasing) {
            if (!erase(tenant, event)) {
                return false;
            }
        }
        return actions.read(tenant) == WebhookQueue.BATCH || erasing.size() == WebhookQueue.SINGLE;
    }

    /** An event that fails does not delay the others, but the next ones would wait for the same lock of a purge. */
    private boolean erase(TenantId tenant, String event) {
        try {
            actions.erase(tenant, event);
            return true;
        } catch (Exception e) {
            // a transaction that does not commit throws a checked exception past the compiler
            Log.warnf(
                    "Cannot apply an erasing webhook of tenant %s, retrying later: %s",
                    tenant, e.getClass().getName());
            queue.postpone(tenant, event);
            return !DatabaseTrouble.causes(e);
        }
    }
}
