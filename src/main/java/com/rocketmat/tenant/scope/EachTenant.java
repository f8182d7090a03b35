package com.rocketmat.tenant.scope;

import io.quarkus.logging.Log;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Runs an action for each of many tenants, usually a transaction. A failure for one tenant (for example, the database is
 * unavailable) does not affect the others and is retried at the next refresh.
 */
public final class EachTenant {

    /** Up to this many run sequentially. */
    private static final int FEW = 32;
    /** Of the 20 database connections, some are left to slices and the API. */
    private static final int WIDTH = 8;

    private final Consumer<TenantId> work;
    private final Semaphore width = new Semaphore(WIDTH);

    public EachTenant(Consumer<TenantId> work) {
        this.work = work;
    }

    public void of(Collection<TenantId> tenants) {
        if (tenants.size() <= FEW) {
            tenants.forEach(this::guarded);
            return;
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            tenants.forEach(tenant -> threads.execute(() -> inTurn(tenant)));
        }
    }

    private void inTurn(TenantId tenant) {
        width.acquireUninterruptibly();
        try {
            guarded(tenant);
        } finally {
            width.release();
        }
    }

    private void guarded(TenantId tenant) {
        try {
            work.accept(tenant);
        } catch (RuntimeException e) {
            Log.warnf("Cannot reconcile tenant %s; the next refresh tries again: %s", tenant, e.toString());
        }
    }
}
