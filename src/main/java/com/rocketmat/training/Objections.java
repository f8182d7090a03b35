package com.rocketmat.training;

import com.rocketmat.harvest.CreatedBetween;
import com.rocketmat.harvest.Decisions;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.sync.reading.ReferenceData.Lookup;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The candidates who object by the tenant's opt_out_field, as far as decided applications tell: slices store what open ones say. One
 * application speaks for all of its candidate, so those of all jobs and times are read before the first row.
 */
final class Objections {

    private static final Set<String> FIELDS =
            Set.of("id", "candidate_id", "job_id", "status", "prospect", "created_at", "custom_fields");

    private final Optional<String> field;
    /** Empty unless the field is one of applications. */
    private final Optional<DecidedApplications> applications;

    private final Set<Long> candidates = new HashSet<>();

    /** @throws com.rocketmat.score.Unwritable if the field is not there */
    Objections(Optional<String> field, Lookup lookup, HarvestSession session, Decisions decisions) {
        this.field = field;
        this.applications = field.filter(key -> !lookup.candidatesOptOut(key))
                .map(_ -> new DecidedApplications(session, decisions, CreatedBetween.EVER, Set.of(), FIELDS));
    }

    /** Reads one more page of applications; false if there is none. */
    boolean readOn() {
        if (applications.isEmpty() || applications.get().readWhole()) {
            return false;
        }
        DecidedApplications read = applications.get();
        read.readOn();
        read.takePage().stream()
                .filter(row -> CustomFieldEntry.saysYes(row.customFields(), field))
                .forEach(row -> candidates.add(row.candidateId()));
        return true;
    }

    /** A field may be one of candidates, or may have changed since. */
    void see(DecidedRow row) {
        field.filter(row::saysYes)
                .ifPresent(_ -> candidates.add(row.application().candidateId()));
    }

    Set<Long> candidates() {
        return candidates;
    }
}
