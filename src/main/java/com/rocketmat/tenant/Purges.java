package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantOfConnection;
import com.rocketmat.tenant.state.TenantPurge;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.Session;

/** Deletes everything that is stored for a tenant, or nothing. */
@PerTenant
@ApplicationScoped
class Purges {

    /** Millions of rows, in one transaction. */
    private static final int SECONDS = 3_600;

    private final TenantRegistry registry;
    private final TenantStates states;
    private final Event<TenantPurge> purges;
    private final Sql sql;
    private final Session session;

    Purges(TenantRegistry registry, TenantStates states, Event<TenantPurge> purges, Sql sql, Session session) {
        this.registry = registry;
        this.states = states;
        this.purges = purges;
        this.sql = sql;
        this.session = session;
    }

    /**
     * Models may have been imported for an id that is not a tenant yet; they are deleted too. {@code force} purges even though the secret
     * exists.
     *
     * @return how many rows it had
     */
    @Transactional
    @TransactionConfiguration(timeout = SECONDS)
    public long purge(TenantId tenant, boolean force) {
        session.doWork(connection -> TenantOfConnection.limitSilence(connection, Duration.ofSeconds(SECONDS)));
        // refused within seconds while another call purges it
        Optional<TenantState> state = states.lockedState(tenant);
        takeLong();
        // of a tenant that another replica has stopped, this one may have settings until its next refresh
        boolean secretExists = state.map(known -> known != TenantState.STOPPED)
                .orElseGet(() -> registry.settings(tenant).isPresent());
        if (!force && secretExists) {
            throw TenantProblems.SECRET_EXISTS.problem(
                    "The tenant is %s; only tenants whose secret is removed are purged"
                            .formatted(state.map(Enum::name).orElse("new")),
                    "delete the secret in Vault and wait until the tenant is STOPPED, or purge with ?force=true:"
                            + " while its secret exists, it comes back as a new tenant");
        }
        allowOnLogs(tenant);
        TenantPurge purge = new TenantPurge(tenant, sql);
        purges.fire(purge);
        purge.deleted(states.purge(tenant));
        purge.deleteAll();
        if (purge.rows() == 0) {
            throw TenantRegistry.unknown();
        }
        return purge.rows();
    }

    /** A tenant may have millions of rows, and a slice may be in the middle of a transaction. */
    private void takeLong() {
        sql.value(
                "SELECT set_config('statement_timeout', ?1, true) || set_config('lock_timeout', '0', true)",
                String.class,
                SECONDS + "s");
    }

    /** The triggers of the append-only tables allow this transaction to delete the rows of this one tenant. */
    private void allowOnLogs(TenantId tenant) {
        sql.value("SELECT set_config('rocketmat.purge', ?1, true)", String.class, tenant);
    }
}
