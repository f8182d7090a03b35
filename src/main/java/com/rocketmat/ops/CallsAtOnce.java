package com.rocketmat.ops;

import com.rocketmat.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.CompletionCallback;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Calls take half of the worker threads at most: health checks, metrics, the refresh from Vault and everything else that is done on a
 * tick needs one of them as well.
 */
@Singleton
class CallsAtOnce {

    /** Streams of events, for which no thread waits. */
    private static final String EVENTS = "/console/events";

    private static final int SECONDS = 2;

    private final Semaphore free = new Semaphore(workerThreads() / 2);

    @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHENTICATION - 1)
    void admit(ResteasyReactiveContainerRequestContext request) {
        if (request.getUriInfo().getPath().startsWith(EVENTS)) {
            return;
        }
        if (!free.tryAcquire()) {
            throw ProblemType.BUSY
                    .passing("As many calls are under way as a replica serves at once", SECONDS)
                    .build();
        }
        AtomicBoolean under = new AtomicBoolean(true);
        CompletionCallback end = _ -> {
            // it may be called more than once
            if (under.getAndSet(false)) {
                free.release();
            }
        };
        ((ResteasyReactiveRequestContext) request.getServerRequestContext()).registerCompletionCallback(end);
    }

    /** With the default that Quarkus's documentation gives. */
    private static int workerThreads() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.thread-pool.max-threads", Integer.class)
                .orElseGet(() -> Math.max(200, 8 * Runtime.getRuntime().availableProcessors()));
    }
}
