package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.privacy.Objections;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The yes/no field in which Greenhouse says that a candidate is not to be scored.
 *
 * @param key null if the tenant has none
 * @param ofCandidates whether it is a field of candidates, not of applications
 * @param hidden whether a field of candidates is private: to a user who may not see it, it may look empty
 */
record OptOut(String key, boolean ofCandidates, boolean hidden) {

    static final OptOut NONE = new OptOut(null, false, false);

    private boolean ofApplications() {
        return key != null && !ofCandidates;
    }

    /** Attributes to request if applications are read for this field alone. */
    Set<String> applicationFields() {
        return ofApplications() ? Set.of("id", "candidate_id", "custom_fields") : Set.of("id", "candidate_id");
    }

    /** Attributes of candidates to request. */
    Set<String> candidateFields() {
        return ofCandidates ? Candidate.WITH_CUSTOM_FIELDS : Candidate.NAMED;
    }

    /** What rows that were read together say: only one kind has the field. */
    FoundRights in(Collection<Application> applications, Collection<Candidate> candidates) {
        return ofCandidates ? inCandidates(candidates) : inApplications(applications);
    }

    /** What applications say about their candidates. One that says nothing does not withdraw what another one says. */
    FoundRights inApplications(Collection<Application> rows) {
        if (!ofApplications()) {
            return FoundRights.NONE;
        }
        Map<Boolean, Map<Long, Set<Long>>> said = rows.stream()
                .filter(row -> decides(row.customFields().get(key)))
                .collect(Collectors.partitioningBy(
                        row -> row.customFields().get(key).yes(),
                        Collectors.groupingBy(
                                Application::candidateId, Collectors.mapping(Application::id, Collectors.toSet()))));
        return FoundRights.ofField(key, said.get(true), said.get(false));
    }

    /**
     * What candidates' own fields say. An empty field withdraws an objection, unless the field is private. A row without the field says nothing:
     * it is a stub of v3, or the user may not see the field.
     */
    FoundRights inCandidates(Collection<Candidate> rows) {
        if (!ofCandidates) {
            return FoundRights.NONE;
        }
        Map<Boolean, Map<Long, Set<Long>>> said = rows.stream()
                .filter(row -> row.customFields().containsKey(key))
                .filter(row -> {
                    CustomFieldEntry entry = row.customFields().get(key);
                    return decides(entry) || (!hidden && entry.empty());
                })
                .collect(Collectors.partitioningBy(
                        row -> row.customFields().get(key).yes(),
                        Collectors.toMap(Candidate::id, _ -> Objections.OWN, (one, _) -> one)));
        return FoundRights.ofField(key, said.get(true), said.get(false));
    }

    /** A value that is neither yes nor no withdraws nothing. */
    private static boolean decides(CustomFieldEntry entry) {
        return entry != null && (entry.yes() || entry.no());
    }
}
