package com.rocketmat.webhook;

import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;

/** Works on what waits, tenant by tenant, whichever replica took it. */
@Singleton
class WebhookWork {

    /** What is left then is left to the next tick, so that one tenant's flood is not all that is done. */
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

    /** The trouble of one tenant leaves the others alone. */
    private void guarded(TenantId tenant) {
        try {
            work(tenant);
        } catch (Exception e) {
            // a transaction that does not commit throws a checked exception past the compiler
            Log.warnf(
                    "Cannot work on the webhooks of tenant %s, trying again: %s",
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

    /** One that cannot be done now keeps none of the others waiting. */
    private void erase(TenantId tenant, String event) {
        try {
            actions.erase(tenant, event);
        } catch (Exception e) {
            // a transaction that does not commit throws a checked exception past the compiler
            Log.warnf(
                    "Cannot erase what a webhook of tenant %s is about, trying again later: %s",
                    tenant, e.getClass().getName());
            queue.postpone(tenant, event);
        }
    }
}
