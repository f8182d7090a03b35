package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Gatherers;

/**
 * Acts on what differs of many tenants, usually a transaction each. A failure for one tenant (for example, the database is
 * unavailable) does not affect the others and is retried at the next refresh.
 */
final class EachTenant {

    /** Up to this many run sequentially. */
    private static final int FEW = 32;
    /** Of the 20 database connections, some are left to slices and the API. */
    private static final int WIDTH = 8;

    private EachTenant() {}

    static <T> void of(Collection<T> all, Function<T, TenantId> tenant, Consumer<T> work) {
        all.stream()
                .gather(Gatherers.mapConcurrent(all.size() <= FEW ? 1 : WIDTH, one -> done(one, tenant, work)))
                .forEach(_ -> {});
    }

    private static <T> boolean done(T one, Function<T, TenantId> tenant, Consumer<T> work) {
        try {
            work.accept(one);
            return true;
        } catch (RuntimeException e) {
            Log.warnf(
                    "Cannot reconcile tenant %s; the next refresh tries again: %s",
                    tenant.apply(one),
                    DatabaseTrouble.away(e)
                            .map("the database is unavailable (%s)"::formatted)
                            .orElseGet(e::toString));
            return false;
        }
    }
}
