package com.rocketmat.tenant.scope;

import com.rocketmat.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Transactions of calls take half of the connections at most, so that slices, health checks and whatever is done on a tick find the
 * other half, however many calls there are and however slow they are.
 */
@Singleton
class ConnectionsOfCalls {

    /** As long as the pool itself lets wait for a connection. */
    private static final int PATIENCE = 5;

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
        if (!free.tryAcquire(PATIENCE, TimeUnit.SECONDS)) {
            throw ProblemType.BUSY
                    .passing("As many calls are using the database as there may be at once", PATIENCE)
                    .build();
        }
        try {
            return work.proceed();
        } finally {
            free.release();
        }
    }
}
