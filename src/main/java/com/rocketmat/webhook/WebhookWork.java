package com.rocketmat.webhook;

import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger.Level;

/** Processes waiting events tenant by tenant; any replica may have received them. */
@Singleton
class WebhookWork {

    /** For each tick; the next one continues. */
    private static final int MAX_ROUNDS = 20;

    private final WebhookQueue queue;
    private final WebhookActions actions;

    WebhookWork(WebhookQueue queue, WebhookActions actions) {
        this.queue = queue;
        this.actions = actions;
    }

    /** Takes one small step per tenant and round, so that one tenant's flood does not delay the others. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        Set<TenantId> finished = new HashSet<>();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<TenantId> waiting = new ArrayList<>(queue.tenantsWithDueEvents());
            waiting.removeAll(finished);
            if (waiting.isEmpty()) {
                return;
            }
            waiting.stream().filter(tenant -> !tryStep(tenant)).forEach(finished::add);
        }
    }

    /** @return false if the step did nothing or failed, which must not affect other tenants */
    private boolean tryStep(TenantId tenant) {
        try {
            return step(tenant);
        } catch (RuntimeException e) {
            // contention is normal: a purge may hold its locks for minutes
            Log.logf(
                    DatabaseTrouble.isContention(e) ? Level.DEBUG : Level.WARN,
                    "Cannot process webhooks of tenant %s; retrying: %s",
                    tenant,
                    e.getClass().getName());
            return false;
        }
    }

    private boolean step(TenantId tenant) {
        boolean erased = false;
        // erases before requesting any reading
        for (String event : queue.findDue(tenant, WebhookActions.ERASES)) {
            try {
                erased |= actions.erase(tenant, event);
            } catch (RuntimeException e) {
                Log.warnf(
                        "Cannot apply an erasing webhook of tenant %s; retrying later: %s",
                        tenant, e.getClass().getName());
                queue.postpone(tenant, event);
                if (DatabaseTrouble.causes(e)) {
                    // the next ones would wait for the same lock
                    return false;
                }
            }
        }
        return actions.read(tenant) > 0 || erased;
    }
}
