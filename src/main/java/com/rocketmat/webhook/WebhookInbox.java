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

/** Stores signed events on few threads, and so over few connections. */
@Singleton
class WebhookInbox {

    static final int THREADS = 4;

    private final WebhookActions actions;
    private final ExecutorService threads;

    WebhookInbox(WebhookActions actions, WebhookConfig config) {
        this.actions = actions;
        // bounded, because the limit of concurrent calls does not count those that were answered after a timeout
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.atOnce()),
                Thread.ofPlatform().daemon().name("webhook-", 0).factory());
    }

    static boolean isRelevant(TenantSettings settings, Notice notice) {
        return switch (notice.effect()) {
            case NOTHING -> false;
            case READ_CANDIDATE -> settings.optOutField().isPresent();
            default -> true;
        };
    }

    /** @param answer called on another thread once the event is stored or has failed, or at once if too many wait */
    void add(TenantId tenant, String eventId, Notice notice, Consumer<Reception> answer) {
        try {
            threads.execute(() -> answer.accept(store(tenant, eventId, notice)));
        } catch (RejectedExecutionException e) {
            answer.accept(Reception.DATABASE_AWAY);
        }
    }

    private Reception store(TenantId tenant, String eventId, Notice notice) {
        try {
            return actions.take(tenant, eventId, notice);
        } catch (RuntimeException e) {
            // an HttpProblem means that another replica purged the tenant, and this one does not know yet
            if (!(e instanceof HttpProblem) && !DatabaseTrouble.causes(e)) {
                Log.errorf(
                        "Cannot store a webhook of tenant %s; Greenhouse will send it again: %s",
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
