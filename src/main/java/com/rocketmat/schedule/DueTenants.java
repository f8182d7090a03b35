package com.rocketmat.schedule;

import com.rocketmat.tenant.scope.TenantId;
import java.util.Optional;

/**
 * The tenants and when each is due: one entry per tenant, at most one slice of it at a time on all replicas, tenants with a
 * backlog last.
 */
interface DueTenants {

    /** Adds the tenant, due now, unless it exists; since nothing of it has been processed, it counts as having a backlog. */
    void add(TenantId tenant);

    /** Makes the tenant due now, ahead of all with a backlog; a running tenant is not changed. */
    void makeDue(TenantId tenant);

    /** Makes the tenant due now, unless it is being run, or waits for what {@linkplain Turn#yielding(java.time.Instant) its last slice} was told. */
    void wake(TenantId tenant);

    void remove(TenantId tenant);

    /** Starts running due tenants on this replica. */
    void start(Runner runner);

    /** Stops or resumes taking tenants; running slices are not affected. */
    void hold(boolean held);

    /** Stops taking tenants for good; returns at once and may be repeated. */
    void stop();

    /**
     * Stops if necessary, and waits for the running slices until some seconds after the {@linkplain #stop() stop}. Tenants of
     * stuck slices are then free for other replicas.
     */
    void drain();

    /** Runs one slice of a tenant. */
    @FunctionalInterface
    interface Runner {

        /** Called if the replica that ran the tenant died, or ends before its slice does; the tenant runs again. */
        default void orphaned(TenantId tenant) {}

        /** Runs it, and returns when the tenant is due next; empty if another replica decides that. */
        Optional<Turn> run(TenantId tenant);
    }
}
