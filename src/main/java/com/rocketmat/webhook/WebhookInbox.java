package com.rocketmat.webhook;

import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Stores signed events in few threads, and so over few connections, regardless of their number. The limit of concurrent calls bounds
 * what waits for these threads.
 */
@Singleton
class WebhookInbox {

    private static final int WIDTH = 4;

    private final WebhookActions actions;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            WIDTH, Thread.ofPlatform().daemon().name("webhook-", 0).factory());

    WebhookInbox(WebhookActions actions) {
        this.actions = actions;
    }

    static boolean matters(TenantSettings settings, Notice notice) {
        return switch (notice.effect()) {
            case NOTHING -> false;
            case READ_CANDIDATE -> settings.optOutField().isPresent();
            default -> true;
        };
    }

    /** @param answer called on another thread when the event is stored or could not be */
    void add(TenantId tenant, String eventId, Notice notice, Consumer<Reception> answer) {
        threads.execute(() -> answer.accept(stored(tenant, eventId, notice)));
    }

    private Reception stored(TenantId tenant, String eventId, Notice notice) {
        try {
            return actions.take(tenant, eventId, notice);
        } catch (Exception e) {
            // a transaction that does not commit throws a checked exception past the compiler
            // a problem is that of a tenant that was purged, which this replica may know for a while
            if (!(e instanceof HttpProblem) && !DatabaseTrouble.causes(e)) {
                Log.errorf(
                        "Cannot store a webhook of tenant %s; Greenhouse will repeat it: %s",
                        tenant, e.getClass().getName());
            }
            return Reception.DATABASE_AWAY;
        }
    }

    @PreDestroy
    void close() {
        threads.shutdown();
    }
}
