package com.rocketmat.training;

import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.HiringOutcomes;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.sync.reading.ReferenceData.Lookup;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The candidates who object by the tenant's opt_out_field. A field of applications is looked at in all of a candidate's, since one of
 * another job or time, read or not, speaks for the candidate.
 */
final class OptOuts {

    private static final Set<String> FIELDS = Set.of("id", "candidate_id", "custom_fields");

    private final Optional<String> field;
    private final boolean ofCandidates;
    private final HiringOutcomes hiring;
    private final Set<Long> candidates = new HashSet<>();

    /** @throws com.rocketmat.score.Unwritable if the field is not there */
    OptOuts(Optional<String> field, Lookup lookup, HiringOutcomes hiring) {
        this.field = field;
        this.ofCandidates = field.filter(lookup::candidatesOptOut).isPresent();
        this.hiring = hiring;
    }

    /** @param subjects at least one, and at most {@link com.rocketmat.sync.reading.SubjectReader#BATCH} */
    void read(Collection<Subject> subjects) {
        List<Candidate> read =
                subjects.stream().map(Subject::candidate).distinct().toList();
        if (ofCandidates) {
            read.stream()
                    .filter(row -> CustomFieldEntry.saysYes(row.customFields(), field))
                    .forEach(row -> candidates.add(row.id()));
        } else if (field.isPresent()) {
            Set<Long> ids = new HashSet<>(read.stream().map(Candidate::id).toList());
            hiring.applications(ids, FIELDS).stream()
                    .filter(row -> CustomFieldEntry.saysYes(row.customFields(), field))
                    .map(Application::candidateId)
                    .forEach(candidates::add);
        }
    }

    Set<Long> candidates() {
        return candidates;
    }
}
