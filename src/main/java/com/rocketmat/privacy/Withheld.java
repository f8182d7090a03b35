package com.rocketmat.privacy;

import com.rocketmat.privacy.CandidateReport.Erasure;
import com.rocketmat.privacy.Objections.Objection;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Candidates who must not be scored, because they object or were erased. */
@TenantRows
public class Withheld {

    private static final String OBJECTING =
            "SELECT candidate_id FROM objection WHERE tenant_id = ?1 AND candidate_id = ANY (?2)";

    private static final String OBJECTING_BY =
            "SELECT candidate_id FROM objection WHERE tenant_id = ?1 AND application_id = ?2 AND application_id > 0 LIMIT 1";

    private final ErasedCandidates erased;
    private final Objections objections;
    private final Sql sql;

    Withheld(ErasedCandidates erased, Objections objections, Sql sql) {
        this.erased = erased;
        this.objections = objections;
        this.sql = sql;
    }

    /**
     * The rights that a candidate exercised, as far as they are stored.
     *
     * @param objections in force
     * @param erasure that is remembered, or null
     */
    @Schema(name = "ApplicationCandidate")
    public record Exercised(
            boolean mayBeScored,
            List<Objection> objections,
            @Schema(nullable = true) Erasure erasure) {}

    /** The application's candidate, if the application itself carries an objection. */
    public Optional<Long> candidate(TenantId tenant, long applicationId) {
        return sql.find(OBJECTING_BY, Long.class, tenant, applicationId);
    }

    public Exercised rights(TenantId tenant, long candidateId) {
        List<Objection> inForce = objections.of(tenant, candidateId);
        Optional<Erasure> erasure = erased.find(tenant, candidateId);
        return new Exercised(inForce.isEmpty() && erasure.isEmpty(), inForce, erasure.orElse(null));
    }

    /**
     * Those of the candidates who must not be scored. The answer holds until the caller's transaction ends: a concurrent erasure or
     * objection waits, and then finds what this transaction recorded.
     */
    public Set<Long> among(TenantId tenant, Collection<Long> candidateIds) {
        return reasons(tenant, candidateIds).keySet();
    }

    /** Like {@link #among}, with each candidate's reason. */
    public Map<Long, LeftAlone> reasons(TenantId tenant, Collection<Long> candidateIds) {
        if (candidateIds.isEmpty()) {
            return Map.of();
        }
        Set<Long> erasedOnes = erased.among(tenant, candidateIds);
        Map<Long, LeftAlone> withheld = new TreeMap<>();
        sql.list(OBJECTING, Long.class, tenant, candidateIds.toArray(Long[]::new))
                .forEach(candidate -> withheld.put(candidate, LeftAlone.OBJECTS));
        erasedOnes.forEach(candidate -> withheld.put(candidate, LeftAlone.ERASED));
        return withheld;
    }

    /**
     * Waits for an erasure, an objection or a purge; those that follow wait until the caller's transaction ends.
     *
     * @return those of the candidates who were erased, so that not even an id may be kept
     */
    public Set<Long> shareLock(TenantId tenant, Collection<Long> candidateIds) {
        return erased.among(tenant, candidateIds);
    }
}
