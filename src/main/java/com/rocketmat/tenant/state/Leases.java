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

/** Grants leases: the scheduler gives a tenant to one replica, but a replica that stalled would not notice that it lost it. */
@PerTenant
@ApplicationScoped
public class Leases {

    /** Entity for Panache, because a lease is not one itself. */
    static final String CLAIM = "Lease.claim";

    private final Session session;

    public Leases(Session session) {
        this.session = session;
    }

    /**
     * Ends the previous lease, after any transaction of its holder. The same statement returns what the slice needs to know: with
     * thousands of idle tenants, these queries are most of the work.
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

    @Transactional(TxType.REQUIRES_NEW)
    public boolean held(TenantId tenant, Lease lease) {
        return session.createNativeQuery("SELECT count(*) FROM lease WHERE tenant_id = ?1 AND token = ?2", Long.class)
                        .setParameter(1, tenant.value())
                        .setParameter(2, lease.token())
                        .getSingleResult()
                == 1;
    }

    /** Deleted before other rows: a slice that hangs may continue, and without its lease its changes are refused. */
    void on(@Observes @Priority(TenantPurge.FENCE) TenantPurge purge) {
        purge.delete("lease");
    }
}
