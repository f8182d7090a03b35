package com.rocketmat.decision.seal;

import com.rocketmat.decision.seal.KeptFeatures.Decided;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@TenantRows
class SealedDecisions {

    private static final String COLUMNS = "SELECT d.alias, d.version, d.raw, d.value, k.salt, d.features, d.number ";

    private static final String ONE = COLUMNS + """
            FROM decision d LEFT JOIN candidate_key k ON k.tenant_id = d.tenant_id AND k.alias = d.alias
            WHERE d.tenant_id = ?1 AND d.number = ?2""";

    private static final String OF_CANDIDATE = COLUMNS + """
            FROM candidate_key k JOIN decision d ON d.tenant_id = k.tenant_id AND d.alias = k.alias
            WHERE k.tenant_id = ?1 AND k.candidate_id = ?2 AND d.features IS NOT NULL ORDER BY d.number""";

    /**
     * Each application's first scores for a job and before a time; the application may have come from another job. Shadows record their
     * scores right after the active version. A later row is a rescoring, even if it is its version's first score.
     */
    private static final String BEFORE = COLUMNS + """
            , k.application_id
            FROM unnest(CAST(?2 AS bigint[]), CAST(?3 AS bigint[]), CAST(?4 AS timestamptz[]))
                AS asked(application_id, job_id, before)
            JOIN candidate_key k ON k.tenant_id = ?1 AND k.application_id = asked.application_id
            CROSS JOIN LATERAL (SELECT s.at FROM decision s WHERE s.tenant_id = ?1 AND s.alias = k.alias AND s.kind = 'SCORED'
                AND coalesce(s.job_id, asked.job_id) = asked.job_id ORDER BY s.number LIMIT 1) AS first
            JOIN decision d ON d.tenant_id = k.tenant_id AND d.alias = k.alias
            WHERE d.kind = 'SCORED' AND d.features IS NOT NULL AND coalesce(d.job_id, asked.job_id) = asked.job_id
                AND d.at <= least(asked.before, first.at + interval '1 minute')
            ORDER BY d.number""";

    private final Sql sql;

    SealedDecisions(Sql sql) {
        this.sql = sql;
    }

    Optional<SealedDecision> find(TenantId tenant, long number) {
        return rows(ONE, tenant, number).findFirst();
    }

    /** The candidate's decisions with sealed values. */
    List<SealedDecision> ofCandidate(TenantId tenant, long candidateId) {
        return rows(OF_CANDIDATE, tenant, candidateId).toList();
    }

    /** By application, oldest first. */
    Map<Long, List<SealedDecision>> before(TenantId tenant, Map<Long, Decided> applications) {
        List<Map.Entry<Long, Decided>> entries = List.copyOf(applications.entrySet());
        return sql
                .list(
                        BEFORE,
                        Tuple.class,
                        tenant,
                        entries.stream().map(Map.Entry::getKey).toArray(Long[]::new),
                        entries.stream().map(entry -> entry.getValue().jobId()).toArray(Long[]::new),
                        entries.stream().map(entry -> entry.getValue().at()).toArray(Instant[]::new))
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.get(7, Long.class),
                        Collectors.mapping(row -> decision(tenant, row), Collectors.toList())));
    }

    private Stream<SealedDecision> rows(String query, TenantId tenant, long id) {
        return sql.list(query, Tuple.class, tenant, id).stream().map(row -> decision(tenant, row));
    }

    private static SealedDecision decision(TenantId tenant, Tuple row) {
        return new SealedDecision(
                new SealedRow(tenant, row.get(0, UUID.class), row.get(6, Long.class), row.get(1, String.class)),
                new Replay.Result(row.get(2, Double.class), row.get(3, BigDecimal.class)),
                row.get(4, byte[].class),
                row.get(5, byte[].class));
    }
}
