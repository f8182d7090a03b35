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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Remembers erased candidates by their digests. Each method is part of the caller's transaction. */
@TenantRows
class ErasedCandidates {

    /** An erasure in Greenhouse is final, so it replaces one by API. */
    private static final String REMEMBER = """
            INSERT INTO erased_candidate AS known (tenant_id, digest, source, erased_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (tenant_id, digest) DO UPDATE SET source = excluded.source
            WHERE excluded.source = 'GREENHOUSE' AND known.source <> excluded.source""";

    private final CandidateDigests digests;
    private final Sql sql;
    private final Clock clock;

    ErasedCandidates(CandidateDigests digests, Sql sql, Clock clock) {
        this.digests = digests;
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
    boolean remember(TenantId tenant, long candidateId, Source source) {
        return sql.update(REMEMBER, tenant, digests.of(tenant, candidateId), source.name(), clock.instant()) > 0;
    }

    /** Forgets an erasure by API, so that the candidate may be scored again. */
    @Transactional(TxType.MANDATORY)
    boolean forget(TenantId tenant, long candidateId) {
        return sql.update(
                        "DELETE FROM erased_candidate WHERE tenant_id = ?1 AND digest = ?2 AND source = 'API'",
                        tenant,
                        digests.of(tenant, candidateId))
                > 0;
    }

    /** Those of the candidates who are remembered. Until the caller's transaction ends, no other one erases any. */
    @Transactional(TxType.MANDATORY)
    Set<Long> among(TenantId tenant, Collection<Long> candidateIds) {
        Map<String, Long> byDigest = digests.shareLockAndDigest(tenant, candidateIds);
        if (byDigest.isEmpty()) {
            return Set.of();
        }
        return sql
                .list(
                        "SELECT digest FROM erased_candidate WHERE tenant_id = ?1 AND digest = ANY (?2)",
                        String.class,
                        tenant,
                        byDigest.keySet().toArray(String[]::new))
                .stream()
                .map(byDigest::get)
                .collect(Collectors.toSet());
    }

    @Transactional(TxType.MANDATORY)
    Optional<Erasure> find(TenantId tenant, long candidateId) {
        return sql.find(
                "SELECT source, erased_at FROM erased_candidate WHERE tenant_id = ?1 AND digest = ?2",
                row -> new Erasure(Source.valueOf(row.get(0, String.class)), row.get(1, Instant.class)),
                tenant,
                digests.of(tenant, candidateId));
    }
}
