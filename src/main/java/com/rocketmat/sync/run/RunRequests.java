package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.ModelSwitchedOff;
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

    static final String NEW_MODEL = "new model";

    static final String SCHEDULE = "schedule";

    private static final String OBJECTION_CHANGED = "objection changed";

    private static final String SWITCHED_OFF = "model retired";

    private final SyncConfig config;

    RunRequests(SyncConfig config) {
        this.config = config;
    }

    /**
     * Requests a run. A run that has started does not count, since it may already have read the rows in question. If that run fails, the
     * pauses between attempts start again from the shortest, so that its failures do not hold up the request.
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
     * Requests a sweep. An open one continues, since many requests would otherwise restart it for ever. It may have passed the rows in
     * question, so the next sweep is due at its end. A failing tenant sweeps after its pause.
     */
    @Transactional(TxType.MANDATORY)
    void sweep(TenantId tenant) {
        SyncPosition position = SyncPosition.locked(tenant);
        position.sweptAt = null;
        Run.openSweep(tenant).ifPresent(sweep -> sweep.isNotTheLast(config.sweep()));
        if (position.requestedBy == null) {
            position.request(OBJECTION_CHANGED);
        }
        // a slice that found an objection withdrawn reads these again in this transaction
        SyncPosition.flush();
    }

    void on(@Observes ModelSwitchedOff event) {
        switchedOff(event.tenant(), event.version());
    }

    /** The next slice drops the version's waiting scores, and does nothing else: the current one may still score with that version. */
    @Transactional(TxType.MANDATORY)
    void switchedOff(TenantId tenant, String version) {
        request(tenant, SWITCHED_OFF);
        SyncPosition.of(tenant).switchOff(version);
    }

    /**
     * Drops the request, because the tenant cannot run now; a request caused by a change in the meantime stays.
     *
     * @param still whether the tenant still cannot run; asked once no request can come in between
     */
    public boolean decline(TenantId tenant, BooleanSupplier still) {
        return decline(tenant, Integer.MAX_VALUE, still);
    }

    /**
     * As above, but keeps later requests.
     *
     * @param requests the number of requests until then
     */
    public boolean decline(TenantId tenant, int requests, BooleanSupplier still) {
        SyncPosition position = SyncPosition.locked(tenant);
        boolean declined = still.getAsBoolean();
        if (declined && position.requests <= requests) {
            position.requestedBy = null;
        }
        return declined;
    }

    /**
     * Tenants with a requested run that has not started, except new tenants and those that back off because Greenhouse fails. Includes a
     * tenant whose earlier run is still open: once its rate window is used up, it is made due every few seconds, and its slices do nothing
     * until the window ends.
     */
    @AcrossTenants
    public List<TenantId> requested() {
        return SyncPosition.requested(NEW_TENANT);
    }

    /** Whether a run was requested that has not started; includes the tenant's first. */
    public boolean requested(TenantId tenant) {
        return SyncPosition.find(tenant)
                .filter(position -> position.requestedBy != null)
                .isPresent();
    }
}
