package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.Lease;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;

/** Gives leases: the scheduler lets one replica have a tenant, but one that stood still for a while would not know that it lost it. */
@PerTenant
@ApplicationScoped
public class Leases {

    /** Stands with the tenant, as a lease is no entity of its own. */
    static final String CLAIM = "Lease.claim";

    private final Session session;

    public Leases(Session session) {
        this.session = session;
    }

    /**
     * Ends the lease that there was, after the transaction that its holder may be in. One statement says what the slice goes by, too:
     * of thousands of idle tenants such questions are most of the work.
     */
    @WithSpan("claim")
    @Transactional
    public Claim claim(TenantId tenant, Mode mode) {
        Object[] row = session.createNamedQuery(CLAIM, Object[].class)
                .setParameter(1, tenant.value())
                .getSingleResult();
        Lease lease = new Lease(tenant, (long) row[0]);
        if (row[1] == null) {
            return Claim.ofUnknown(lease);
        }
        StateTransitions condition = new StateTransitions(TenantState.valueOf((String) row[1]), (boolean) row[2]);
        return Claim.of(lease, condition, (boolean) row[3], (boolean) row[4], mode);
    }

    /** Whether nobody else has taken it since. */
    @Transactional(TxType.REQUIRES_NEW)
    public boolean held(TenantId tenant, Lease lease) {
        return session.createNativeQuery("SELECT count(*) FROM lease WHERE tenant_id = ?1 AND token = ?2", Long.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, lease.token())
                        .getSingleResult()
                == 1;
    }

    /** Before the rows of others: a slice that hangs may go on, and its lease is what its changes are refused by. */
    void on(@Observes @Priority(TenantPurge.FENCE) TenantPurge purge) {
        purge.deleted(purge(purge.tenant()));
    }

    @Transactional(TxType.MANDATORY)
    long purge(TenantId tenant) {
        return session.createNativeMutationQuery("DELETE FROM lease WHERE tenant_id = ?1")
                .setParameter(1, tenant.value())
                .executeUpdate();
    }
}
