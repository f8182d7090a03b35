package com.rocketmat.privacy;

import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantPurge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import org.hibernate.Session;

/** A purge takes objections, digests and their key along. */
@PerTenant
@ApplicationScoped
class PrivacyPurge {

    private static final List<String> TABLES = List.of("objection", "erased_candidate", "digest_key");

    private final Session session;

    PrivacyPurge(Session session) {
        this.session = session;
    }

    void on(@Observes TenantPurge purge) {
        purge.deleted(purge(purge.tenant()));
    }

    @Transactional(TxType.MANDATORY)
    long purge(TenantId tenant) {
        return TABLES.stream()
                .mapToLong(table -> session.createNativeMutationQuery(
                                "DELETE FROM %s WHERE tenant_id = ?1".formatted(table))
                        .setParameter(1, tenant.value())
                        .executeUpdate())
                .sum();
    }
}
