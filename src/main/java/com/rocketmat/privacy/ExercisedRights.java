package com.rocketmat.privacy;

import com.rocketmat.privacy.CandidateReport.Erasure;
import com.rocketmat.privacy.Objections.Objection;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What one candidate has asked for, as far as it is stored. */
@TenantRows
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
     * What the candidate asked for.
     *
     * @param objections in force
     * @param erasure that is remembered, or null
     */
    @Schema(name = "ApplicationCandidate")
    public record Exercised(
            boolean mayBeScored,
            List<Objection> objections,
            @Schema(nullable = true) Erasure erasure) {}

    public Exercised of(TenantId tenant, long candidateId) {
        List<Objection> objecting = objections.of(tenant, candidateId);
        Optional<Erasure> erasure = erased.find(tenant, digests.of(tenant, candidateId));
        return new Exercised(objecting.isEmpty() && erasure.isEmpty(), objecting, erasure.orElse(null));
    }
}
