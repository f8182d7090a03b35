package com.rocketmat.decision;

import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantPurge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import org.hibernate.Session;

/** A purge takes the log along; the tables' trigger allows it to a transaction that declares the tenant. */
@PerTenant
@ApplicationScoped
class DecisionPurge {

    private static final List<String> TABLES = List.of("decision", "decision_head", "candidate_key");

    private final Session session;

    DecisionPurge(Session session) {
        this.session = session;
    }

    void on(@Observes TenantPurge purge) {
        purge.deleted(purge(purge.tenant()));
    }

    @Transactional(TxType.MANDATORY)
    long purge(TenantId tenant) {
        session.createNativeQuery("SELECT set_config('rocketmat.purge', ?1, true)", String.class)
                .setParameter(1, tenant.value())
                .getSingleResult();
        return TABLES.stream()
                .mapToLong(table -> session.createNativeMutationQuery(
                                "DELETE FROM %s WHERE tenant_id = ?1".formatted(table))
                        .setParameter(1, tenant.value())
                        .executeUpdate())
                .sum();
    }
}
