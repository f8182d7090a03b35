package com.rocketmat.tenant;

import io.quarkus.logging.Log;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Acts on the differences of many tenants, usually a transaction each. A failure for one tenant (for example, the database is
 * unavailable) does not affect the others and is retried at the next refresh.
 */
final class EachTenant {

    /** Up to this many run sequentially. */
    private static final int FEW = 32;
    /** Of the 20 database connections, some are left to slices and the API. */
    private static final int WIDTH = 8;

    private final Consumer<Difference> work;
    private final Semaphore width = new Semaphore(WIDTH);

    EachTenant(Consumer<Difference> work) {
        this.work = work;
    }

    void of(Collection<? extends Difference> differences) {
        if (differences.size() <= FEW) {
            differences.forEach(this::guarded);
            return;
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            differences.forEach(difference -> threads.execute(() -> inTurn(difference)));
        }
    }

    private void inTurn(Difference difference) {
        width.acquireUninterruptibly();
        try {
            guarded(difference);
        } finally {
            width.release();
        }
    }

    private void guarded(Difference difference) {
        try {
            work.accept(difference);
        } catch (RuntimeException e) {
            Log.warnf(
                    "Cannot reconcile tenant %s; the next refresh tries again: %s", difference.tenant(), e.toString());
        }
    }
}
