package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.ModelWithdrawn;
import com.rocketmat.tenant.scope.SweepWanted;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Requests for runs that have not started. */
@TenantRows
public class RunRequests {

    /** The trigger of a tenant's first run in the run log. */
    public static final String NEW_TENANT = "new tenant";

    public static final String CHANGED_SECRET = "changed secret";

    static final String SCHEDULE = "schedule";

    private static final String WITHDRAWN = "withdrawn objection";

    private static final String SWITCHED_OFF = "model switched off";

    private final SyncConfig config;

    RunRequests(SyncConfig config) {
        this.config = config;
    }

    /**
     * Requests a run. A run that has started does not count, since it may already have read the rows in question. If that one fails,
     * the pauses between attempts begin anew: it would otherwise hold up the request for as long as its failures lasted.
     */
    public void request(TenantId tenant, String trigger) {
        SyncPosition position = SyncPosition.locked(tenant);
        position.request(trigger);
        position.failures = 0;
    }

    void on(@Observes SweepWanted wanted) {
        sweep(wanted.tenant());
    }

    /**
     * One that is open goes on, since restarted by each of many who ask it would never end; but it may have passed what is to be found,
     * and does not count as the last one: the next one is due at its end. A tenant that fails for now does this after its pause.
     */
    @Transactional(TxType.MANDATORY)
    void sweep(TenantId tenant) {
        SyncPosition position = SyncPosition.locked(tenant);
        position.sweptAt = null;
        Run.openSweep(tenant).ifPresent(sweep -> sweep.isNotTheLast(config.sweep()));
        if (position.requestedBy == null) {
            position.request(WITHDRAWN);
        }
        // a slice that found the objection taken back reads them again in this transaction
        SyncPosition.flush();
    }

    void on(@Observes ModelWithdrawn event) {
        withdrawn(event.tenant(), event.version());
    }

    /** The next slice drops what waits; it does so alone, since the one under way may still score with that version. */
    @Transactional(TxType.MANDATORY)
    void withdrawn(TenantId tenant, String version) {
        request(tenant, SWITCHED_OFF);
        SyncPosition.of(tenant).withdraw(version);
    }

    /**
     * Drops the request, because the tenant cannot run now; a request caused by a change in the meantime stays.
     *
     * @param still whether the tenant still cannot run, asked once no request can come in between
     */
    public boolean decline(TenantId tenant, BooleanSupplier still) {
        return decline(tenant, Integer.MAX_VALUE, still);
    }

    /**
     * As above, but for requests that came later.
     *
     * @param requests how many there were until then
     */
    public boolean decline(TenantId tenant, int requests, BooleanSupplier still) {
        SyncPosition position = SyncPosition.locked(tenant);
        boolean declined = still.getAsBoolean();
        if (declined && position.requests <= requests) {
            position.requestedBy = null;
        }
        return declined;
    }

    /** Tenants with a request that has not started, without new ones, and without those that back off because Greenhouse fails. */
    @AcrossTenants
    public List<TenantId> requested() {
        return SyncPosition.requested(NEW_TENANT);
    }

    /** Whether a run was requested that has not started, or is the tenant's first. */
    public boolean requested(TenantId tenant) {
        return SyncPosition.find(tenant)
                .filter(position -> position.requestedBy != null)
                .isPresent();
    }
}
