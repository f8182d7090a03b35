package com.rocketmat.privacy;

import com.rocketmat.privacy.CandidateReport.Erasure;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Remembers erased candidates by their digests. Each method is part of the caller's transaction. */
@TenantRows
class ErasedCandidates {

    /** An erasure in Greenhouse is final, so it replaces one by API. */
    private static final String REMEMBER = """
            INSERT INTO erased_candidate AS known (tenant_id, digest, source, erased_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (tenant_id, digest) DO UPDATE SET source = excluded.source
            WHERE excluded.source = 'GREENHOUSE' AND known.source <> excluded.source""";

    private final Sql sql;
    private final Clock clock;

    ErasedCandidates(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    enum Source {
        /** An operator, who may undo it by withdrawing the objection. */
        API,
        /** The candidate was deleted or anonymised there, for good. */
        GREENHOUSE
    }

    /** Returns whether the erasure is new, or final now. */
    @Transactional(TxType.MANDATORY)
    boolean remember(TenantId tenant, String digest, Source source) {
        return sql.update(REMEMBER, tenant, digest, source.name(), clock.instant()) > 0;
    }

    /** Forgets an erasure by API, so that the candidate may be scored again. */
    @Transactional(TxType.MANDATORY)
    boolean forget(TenantId tenant, String digest) {
        return sql.update(
                        "DELETE FROM erased_candidate WHERE tenant_id = ?1 AND digest = ?2 AND source = 'API'",
                        tenant,
                        digest)
                > 0;
    }

    @Transactional(TxType.MANDATORY)
    List<String> among(TenantId tenant, Collection<String> digests) {
        return sql.list(
                "SELECT digest FROM erased_candidate WHERE tenant_id = ?1 AND digest = ANY (?2)",
                String.class,
                tenant,
                digests.toArray(String[]::new));
    }

    @Transactional(TxType.MANDATORY)
    Optional<Erasure> find(TenantId tenant, String digest) {
        return sql.find(
                "SELECT source, erased_at FROM erased_candidate WHERE tenant_id = ?1 AND digest = ?2",
                row -> new Erasure(Source.valueOf(row.get(0, String.class)), row.get(1, Instant.class)),
                tenant,
                digest);
    }
}
