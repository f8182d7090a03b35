package com.rocketmat.privacy;

import com.rocketmat.privacy.CandidateReport.Erasure;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** What one candidate has asked for, as far as it is stored. */
@PerTenant
@ApplicationScoped
public class ExercisedRights {

    private final CandidateDigests digests;
    private final ErasedCandidates erased;
    private final Objections objections;

    ExercisedRights(CandidateDigests digests, ErasedCandidates erased, Objections objections) {
        this.digests = digests;
        this.erased = erased;
        this.objections = objections;
    }

    /**
     * Objections in force, and an erasure that is remembered.
     *
     * @param erasure or null
     */
    public record Exercised(List<ObjectionResource.View> objections, Erasure erasure) {

        public boolean mayBeScored() {
            return objections.isEmpty() && erasure == null;
        }
    }

    @Transactional
    public Exercised of(TenantId tenant, long candidateId) {
        Optional<Erasure> erasure = erased.find(tenant, digests.of(tenant, candidateId))
                .map(known -> new Erasure(known.source(), known.at()));
        return new Exercised(
                objections.of(tenant, candidateId).stream()
                        .map(ObjectionResource.View::of)
                        .toList(),
                erasure.orElse(null));
    }
}
