package com.rocketmat.schedule;

import com.rocketmat.tenant.scope.TenantId;
import java.util.Optional;

/** The tenants and when each is due: one entry a tenant, in one slice at a time over all replicas, those with a backlog last. */
interface DueTenants {

    /** Adds the tenant, due now, unless it is there; as it has everything to do, it is one of those with a backlog. */
    void add(TenantId tenant);

    /** Makes the tenant due now, before all that have a backlog; one that is being run is left as it is. */
    void makeDue(TenantId tenant);

    void remove(TenantId tenant);

    /** Starts to run tenants that are due on this replica. */
    void start(Runner runner);

    /** Takes no further tenant, or takes them again; what is under way is not touched. */
    void hold(boolean held);

    /** Takes no further tenant, for good; returns at once. Once more, it changes nothing. */
    void stop();

    /**
     * Stops, if nobody has done so, and waits for the slices under way, until some seconds after the {@linkplain #stop() stop}. The tenants
     * of those that are stuck are free for other replicas then.
     */
    void drain();

    /** Runs one slice of a tenant. */
    @FunctionalInterface
    interface Runner {

        /** The replica that ran the tenant has died; it is run again right after this. */
        default void orphaned(TenantId tenant) {}

        /** Runs it, and says when the tenant is due next; empty when that is for another replica to say. */
        Optional<Turn> run(TenantId tenant);
    }
}
