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

    /** In small steps, tenant after tenant, so that a flood of one delays neither the others nor what comes for them meanwhile. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        Set<TenantId> left = new HashSet<>();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<TenantId> waiting = new ArrayList<>(queue.tenants());
            waiting.removeAll(left);
            if (waiting.isEmpty()) {
                return;
            }
            waiting.stream().filter(tenant -> !worked(tenant)).forEach(left::add);
        }
    }

    /** False for what failed too, and for what another replica works on; a failure for one tenant does not affect the others. */
    private boolean worked(TenantId tenant) {
        try {
            return step(tenant);
        } catch (RuntimeException e) {
            // a purge may take minutes
            Log.logf(
                    DatabaseTrouble.isContention(e) ? Level.DEBUG : Level.WARN,
                    "Cannot process webhooks of tenant %s, retrying: %s",
                    tenant,
                    e.getClass().getName());
            return false;
        }
    }

    private boolean step(TenantId tenant) {
        boolean erased = false;
        // before anything is read again
        for (String event : queue.due(tenant, WebhookActions.ERASES)) {
            try {
                erased |= actions.erase(tenant, event);
            } catch (RuntimeException e) {
                Log.warnf(
                        "Cannot apply an erasing webhook of tenant %s, retrying later: %s",
                        tenant, e.getClass().getName());
                queue.postpone(tenant, event);
                if (DatabaseTrouble.causes(e)) {
                    // the next ones would wait for the same lock of a purge
                    return false;
                }
            }
        }
        return actions.read(tenant) > 0 || erased;
    }
}
