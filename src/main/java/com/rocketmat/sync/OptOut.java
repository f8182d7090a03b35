package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.privacy.Objections;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The yes/no field in which Greenhouse says that a candidate is not to be scored: one of applications, or else one of candidates.
 *
 * @param ofApplications its key, where the tenant's field is one of applications
 * @param ofCandidates its key, where it is one of candidates
 * @param hidden whether that one is private: to a user who may not see it, it may look empty
 */
record OptOut(Optional<String> ofApplications, Optional<String> ofCandidates, boolean hidden) {

    static final OptOut NONE = new OptOut(Optional.empty(), Optional.empty(), false);

    static OptOut of(String key, boolean ofCandidates) {
        return ofCandidates ? ofCandidates(key, false) : new OptOut(Optional.of(key), Optional.empty(), false);
    }

    static OptOut ofCandidates(String key, boolean hidden) {
        return new OptOut(Optional.empty(), Optional.of(key), hidden);
    }

    /** What to ask for where applications are looked at for nothing else. */
    Set<String> applicationFields() {
        return ofApplications.isPresent()
                ? Set.of("id", "candidate_id", "custom_fields")
                : Set.of("id", "candidate_id");
    }

    /** The same of candidates. */
    Set<String> candidateFields() {
        return ofCandidates.isPresent() ? Candidate.WITH_CUSTOM_FIELDS : Candidate.NAMED;
    }

    /** What rows that were read together say: those of one kind have the field. */
    FoundRights said(Collection<Application> applications, Collection<Candidate> candidates) {
        return ofCandidates.isPresent() ? ofCandidates(candidates) : in(applications);
    }

    /** What applications say of their candidates. One that says nothing takes nothing back that another one may have said. */
    FoundRights in(Collection<Application> rows) {
        if (ofApplications.isEmpty()) {
            return FoundRights.NONE;
        }
        Map<Boolean, Map<Long, Set<Long>>> said = rows.stream()
                .filter(row -> decides(row.customFields().get(ofApplications.get())))
                .collect(Collectors.partitioningBy(
                        row -> CustomFieldEntry.saysYes(row.customFields(), ofApplications),
                        Collectors.groupingBy(
                                Application::candidateId, Collectors.mapping(Application::id, Collectors.toSet()))));
        return FoundRights.ofField(ofApplications.get(), said.get(true), said.get(false));
    }

    /**
     * What candidates say themselves, whose field may be emptied to take it back, unless it is private. One that does not show the
     * field says nothing: it is a stub of v3, or the user may not see the field.
     */
    FoundRights ofCandidates(Collection<Candidate> rows) {
        if (ofCandidates.isEmpty()) {
            return FoundRights.NONE;
        }
        Map<Boolean, Map<Long, Set<Long>>> said = rows.stream()
                .filter(row -> row.customFields().containsKey(ofCandidates.get()))
                .filter(row -> {
                    CustomFieldEntry entry = row.customFields().get(ofCandidates.get());
                    return decides(entry) || (!hidden && entry.empty());
                })
                .collect(Collectors.partitioningBy(
                        row -> CustomFieldEntry.saysYes(row.customFields(), ofCandidates),
                        Collectors.toMap(Candidate::id, _ -> Objections.OWN, (one, _) -> one)));
        return FoundRights.ofField(ofCandidates.get(), said.get(true), said.get(false));
    }

    /** Not a value that is neither a yes nor a no: it takes nothing back. */
    private static boolean decides(CustomFieldEntry entry) {
        return entry != null && (entry.yes() || entry.no());
    }
}
