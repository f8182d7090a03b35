package com.rocketmat.tenant.scope;

import com.rocketmat.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Limits transactions of calls to half of the connections, so that slices, health checks and scheduled work always find the other
 * half, no matter how many or how slow the calls are.
 */
@Singleton
class ConnectionsOfCalls {

    /** The pool waits equally long for a connection. */
    private static final int TIMEOUT_SECONDS = 5;

    private final ServedCall call;
    private final TransactionSynchronizationRegistry transaction;
    private final Semaphore free = new Semaphore(
            Math.max(1, ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.max-size", Integer.class) / 2));

    ConnectionsOfCalls(ServedCall call, TransactionSynchronizationRegistry transaction) {
        this.call = call;
        this.transaction = transaction;
    }

    Object within(InvocationContext work) throws Exception {
        if (!call.present() || transaction.getTransactionKey() != null) {
            return work.proceed();
        }
        if (!free.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw ProblemType.BUSY.passing("The maximum number of calls is using the database", TIMEOUT_SECONDS);
        }
        try {
            return work.proceed();
        } finally {
            free.release();
        }
    }
}
