package com.rocketmat.tenant;

import io.quarkus.logging.Log;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.stream.Gatherers;

/**
 * Acts on the differences of many tenants, usually a transaction each. A failure for one tenant (for example, the database is
 * unavailable) does not affect the others and is retried at the next refresh.
 */
final class EachTenant {

    /** Up to this many run sequentially. */
    private static final int FEW = 32;
    /** Of the 20 database connections, some are left to slices and the API. */
    private static final int WIDTH = 8;

    private EachTenant() {}

    static void of(Collection<? extends Difference> differences, Consumer<Difference> work) {
        if (differences.size() <= FEW) {
            differences.forEach(difference -> done(difference, work));
        } else {
            differences.stream()
                    .gather(Gatherers.mapConcurrent(WIDTH, difference -> done(difference, work)))
                    .forEach(_ -> {});
        }
    }

    private static boolean done(Difference difference, Consumer<Difference> work) {
        try {
            work.accept(difference);
            return true;
        } catch (RuntimeException e) {
            Log.warnf(
                    "Cannot reconcile tenant %s; the next refresh tries again: %s", difference.tenant(), e.toString());
            return false;
        }
    }
}
