package com.rocketmat.ops;

import com.rocketmat.problem.ProblemType;
import com.rocketmat.table.TableAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** Limits calls to half of the worker threads, since health checks, metrics, Vault and scheduled work need threads too. */
@ApplicationScoped
class CallsAtOnce {

    /** Event streams hold no thread. */
    private static final String EVENTS = "/console/events";

    private static final int RETRY_SECONDS = 2;

    private final Semaphore free = new Semaphore(workerThreads() / 2);

    @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHENTICATION - 1)
    void admit(ResteasyReactiveContainerRequestContext request) {
        if (request.getUriInfo().getPath().startsWith(EVENTS)) {
            return;
        }
        if (!free.tryAcquire()) {
            throw ProblemType.BUSY.passing(
                    "This replica is serving its maximum number of concurrent calls", RETRY_SECONDS);
        }
        AtomicBoolean inProgress = new AtomicBoolean(true);
        Runnable end = () -> {
            // may be called more than once
            if (inProgress.getAndSet(false)) {
                free.release();
            }
        };
        ((ResteasyReactiveRequestContext) request.getServerRequestContext()).registerCompletionCallback(_ -> end.run());
        request.setProperty(TableAnswer.END, end);
    }

    /** The default from Quarkus's documentation. */
    private static int workerThreads() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.thread-pool.max-threads", Integer.class)
                .orElseGet(() -> Math.max(200, 8 * Runtime.getRuntime().availableProcessors()));
    }
}
