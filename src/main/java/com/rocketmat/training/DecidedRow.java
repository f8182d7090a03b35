package com.rocketmat.training;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomFieldEntry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A decided application with the rows that belong to it: its features, and its outcome. */
public record DecidedRow(Subject subject, Map<String, FeatureValue> values, Outcome outcome) {

    public Application application() {
        return subject.application();
    }

    /** The time that ages are computed for. */
    Instant asOf() {
        return subject.asOf();
    }

    /** Whether a yes/no field of the application, or else of the candidate, says yes. */
    boolean saysYes(String key) {
        return Optional.ofNullable(application().customFields().get(key))
                .or(() -> Optional.ofNullable(subject.candidate().customFields().get(key)))
                .filter(CustomFieldEntry::yes)
                .isPresent();
    }

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "DecidedRow[" + application().id() + "]";
    }
}
