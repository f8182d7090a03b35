package com.rocketmat.webhook;

import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;

/** Works on waiting events, tenant by tenant; any replica may have received them. */
@Singleton
class WebhookWork {

    /** The rest waits for the next tick, so that a flood of one tenant does not delay the others. */
    private static final int MOST_BATCHES = 4;

    private final WebhookQueue queue;
    private final WebhookActions actions;

    WebhookWork(WebhookQueue queue, WebhookActions actions) {
        this.queue = queue;
        this.actions = actions;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        queue.tenants().forEach(this::guarded);
    }

    /** A failure for one tenant does not affect the others. */
    private void guarded(TenantId tenant) {
        try {
            work(tenant);
        } catch (Exception e) {
            // a transaction that does not commit throws a checked exception past the compiler
            Log.warnf(
                    "Cannot process webhooks of tenant %s, retrying: %s",
                    tenant, e.getClass().getName());
        }
    }

    private void work(TenantId tenant) {
        // before anything is read again
        queue.others(tenant, WebhookActions.READS).forEach(event -> erase(tenant, event));
        int batches = 0;
        while (batches < MOST_BATCHES && actions.read(tenant) == WebhookQueue.BATCH) {
            batches++;
        }
    }

    /** An event that fails does not delay the others. */
    private void erase(TenantId tenant, String event) {
        try {
            actions.erase(tenant, event);
        } catch (Exception e) {
            // a transaction that does not commit throws a checked exception past the compiler
            Log.warnf(
                    "Cannot apply an erasing webhook of tenant %s, retrying later: %s",
                    tenant, e.getClass().getName());
            queue.postpone(tenant, event);
        }
    }
}
