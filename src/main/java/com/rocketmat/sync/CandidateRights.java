package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.privacy.Erasures;
import com.rocketmat.privacy.Objections;
import com.rocketmat.privacy.Withheld;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.PersonalScores;
import com.rocketmat.score.write.WithheldCandidates;
import com.rocketmat.sync.run.Scored;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Candidates' rights in a slice: records what rows say about them, and leaves out candidates who must not be scored. */
@TenantRows
class CandidateRights implements WithheldCandidates {

    private final Erasures erasures;
    private final Objections objections;
    private final Withheld withheld;
    private final PersonalScores scores;

    CandidateRights(Erasures erasures, Objections objections, Withheld withheld, PersonalScores scores) {
        this.erasures = erasures;
        this.objections = objections;
        this.withheld = withheld;
        this.scores = scores;
    }

    void record(TenantId tenant, FoundRights found) {
        if (found.key() != null) {
            objections.recordField(tenant, found.key(), found.objecting(), found.permitting());
        }
        found.anonymised().forEach((candidate, applications) -> eraseAnonymised(tenant, candidate, applications));
    }

    @Override
    public void eraseAnonymised(TenantId tenant, long candidateId, Collection<Long> applicationIds) {
        erasures.eraseDeleted(tenant, candidateId, applicationIds);
    }

    @Override
    public Set<Long> among(TenantId tenant, Collection<Long> candidateIds) {
        return withheld.among(tenant, candidateIds);
    }

    @Override
    public Set<Long> withheld(TenantId tenant, Collection<Application> applications) {
        return reasons(tenant, applications).keySet();
    }

    /** Like {@link #withheld}, with the reason of each. */
    Map<Long, LeftAlone> reasons(TenantId tenant, Collection<Application> applications) {
        return reasons(tenant, owners(applications));
    }

    static Map<Long, Long> owners(Collection<Application> applications) {
        return applications.stream()
                .collect(Collectors.toMap(Application::id, Application::candidateId, (_, last) -> last));
    }

    private Map<Long, LeftAlone> reasons(TenantId tenant, Map<Long, Long> candidates) {
        if (candidates.isEmpty()) {
            return Map.of();
        }
        Map<Long, Long> before = scores.candidates(tenant, candidates.keySet());
        Set<Long> all = new HashSet<>(candidates.values());
        all.addAll(before.values());
        Map<Long, LeftAlone> known = withheld.reasons(tenant, all);
        Map<Long, LeftAlone> reasons = new TreeMap<>(known);
        before.forEach((application, owner) -> {
            if (known.containsKey(owner)) {
                // an erased candidate has to be erased again
                reasons.merge(
                        candidates.get(application),
                        known.get(owner),
                        (own, former) -> former == LeftAlone.ERASED ? former : own);
            }
        });
        return reasons;
    }

    /** Applications whose scores name a candidate who must not be scored. */
    Set<Long> applicationsOfWithheld(TenantId tenant, Collection<Long> applicationIds) {
        if (applicationIds.isEmpty()) {
            return Set.of();
        }
        Map<Long, Long> owners = scores.candidates(tenant, applicationIds);
        Set<Long> not = among(tenant, Set.copyOf(owners.values()));
        return owners.keySet().stream()
                .filter(application -> not.contains(owners.get(application)))
                .collect(Collectors.toSet());
    }

    /** Erases what a merge brought to erased candidates; until now it showed which fields to empty. */
    void eraseAgain(TenantId tenant, Collection<Long> applications) {
        applications.forEach(application -> erasures.eraseApplication(tenant, application));
    }

    /** Without the scores of candidates who were erased or objected while the model ran. */
    Scored permitted(TenantId tenant, Scored made) {
        return made.without(reasons(tenant, made.candidates()).keySet());
    }
}
