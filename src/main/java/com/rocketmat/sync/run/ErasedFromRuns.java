package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.ApplicationErased;
import com.rocketmat.tenant.scope.CandidateErased;
import com.rocketmat.tenant.scope.ErasedIds;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Set;
import org.hibernate.Session;

/** Runs and positions are no person's, but may name an application: by an error's text, or as the last one that was rescored. */
@PerTenant
@ApplicationScoped
class ErasedFromRuns {

    /** One more: then the erased application is looked for once again, and not there. */
    private static final String POSITION =
            "UPDATE sync_position SET rescore_below = rescore_below + 1 WHERE tenant_id = ?1 AND rescore_below = ANY (?2)";

    private final Session session;

    ErasedFromRuns(Session session) {
        this.session = session;
    }

    void on(@Observes CandidateErased erased) {
        erase(erased.tenant(), erased.applicationIds());
    }

    void on(@Observes ApplicationErased erased) {
        erase(erased.tenant(), Set.of(erased.applicationId()));
    }

    @Transactional(TxType.MANDATORY)
    void erase(TenantId tenant, Set<Long> applicationIds) {
        ErasedIds.scrub(session, tenant, "run", "error", applicationIds);
        // the same text, while it holds
        ErasedIds.scrub(session, tenant, "tenant", "reason", applicationIds);
        session.createNativeMutationQuery(POSITION)
                .setParameter(1, tenant.value())
                .setParameter(2, applicationIds.toArray(Long[]::new))
                .executeUpdate();
    }
}
