package com.rocketmat.webhook;

import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Stores signed events in few threads, and so over few connections, regardless of their number. */
@Singleton
class WebhookInbox {

    static final int WIDTH = 4;

    private final WebhookActions actions;
    private final ExecutorService threads;

    WebhookInbox(WebhookActions actions, WebhookConfig config) {
        this.actions = actions;
        // the limit of concurrent calls does not bound it: those that took too long are answered, and their events
        // still wait
        this.threads = new ThreadPoolExecutor(
                WIDTH,
                WIDTH,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.atOnce()),
                Thread.ofPlatform().daemon().name("webhook-", 0).factory());
    }

    static boolean matters(TenantSettings settings, Notice notice) {
        return switch (notice.effect()) {
            case NOTHING -> false;
            case READ_CANDIDATE -> settings.optOutField().isPresent();
            default -> true;
        };
    }

    /** @param answer called when the event is stored or could not be, on another thread, or at once if too many wait */
    void add(TenantId tenant, String eventId, Notice notice, Consumer<Reception> answer) {
        try {
            threads.execute(() -> answer.accept(stored(tenant, eventId, notice)));
        } catch (RejectedExecutionException e) {
            answer.accept(Reception.DATABASE_AWAY);
        }
    }

    private Reception stored(TenantId tenant, String eventId, Notice notice) {
        try {
            return actions.take(tenant, eventId, notice);
        } catch (RuntimeException e) {
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
