package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.CandidateMerged;
import com.rocketmat.tenant.scope.ErasedIds;
import com.rocketmat.tenant.scope.PersonErased;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs and positions belong to no person, but may name one: in an error, or as the last application or candidate compared. So may the
 * address of an open run's next page, which stays until the run goes on.
 */
@TenantRows
class ErasedFromRuns {

    /** Some are compared a second time then. */
    private static final String BEGIN_ANEW =
            "UPDATE reconciliation SET below = NULL WHERE tenant_id = ?1 AND below = ANY (?2)";

    private final Sql sql;

    ErasedFromRuns(Sql sql) {
        this.sql = sql;
    }

    void on(@Observes PersonErased erased) {
        scrub(erased.tenant(), erased.applicationIds());
        Set<Long> places = new TreeSet<>(erased.applicationIds());
        erased.candidate().ifPresent(id -> places.add(-id));
        leave(erased.tenant(), places);
    }

    /** The applications now belong to the winner, and keep their places. */
    void on(@Observes CandidateMerged merged) {
        leave(merged.tenant(), Set.of(-merged.loser()));
    }

    @Transactional(TxType.MANDATORY)
    void scrub(TenantId tenant, Set<Long> applicationIds) {
        ErasedIds.scrub(sql, tenant, "run", "error", applicationIds);
        // the tenant's reason is the same text
        ErasedIds.scrub(sql, tenant, "tenant", "reason", applicationIds);
    }

    @Transactional(TxType.MANDATORY)
    void leave(TenantId tenant, Set<Long> places) {
        sql.update(BEGIN_ANEW, tenant, places.toArray(Long[]::new));
    }
}
