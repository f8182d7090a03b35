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
 * Finds candidates who object by the tenant's opt_out_field. If it is a field of applications, an objection in any application of the
 * candidate counts, including those that are not read.
 */
final class OptOuts {

    private static final Set<String> FIELDS = Set.of("id", "candidate_id", "custom_fields");

    private final Optional<String> field;
    private final boolean isCandidateField;
    private final HiringOutcomes hiring;
    private final Set<Long> candidates = new HashSet<>();

    /** @throws com.rocketmat.score.Unwritable if the field does not exist */
    OptOuts(Optional<String> field, Lookup lookup, HiringOutcomes hiring) {
        this.field = field;
        this.isCandidateField = field.filter(lookup::candidatesOptOut).isPresent();
        this.hiring = hiring;
    }

    /** @param subjects 1 to {@link com.rocketmat.sync.reading.SubjectReader#BATCH} */
    void read(Collection<Subject> subjects) {
        List<Candidate> owners =
                subjects.stream().map(Subject::candidate).distinct().toList();
        if (isCandidateField) {
            owners.stream()
                    .filter(row -> CustomFieldEntry.saysYes(row.customFields(), field))
                    .forEach(row -> candidates.add(row.id()));
        } else if (field.isPresent()) {
            Set<Long> ids = new HashSet<>(owners.stream().map(Candidate::id).toList());
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
