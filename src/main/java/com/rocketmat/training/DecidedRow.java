package com.rocketmat.training;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.row.Application;
import java.time.Instant;
import java.util.Map;

public record DecidedRow(Subject subject, Map<String, FeatureValue> values, Outcome outcome) {

    public Application application() {
        return subject.application();
    }

    /** The time that ages are computed for. */
    Instant asOf() {
        return subject.asOf();
    }

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "DecidedRow[" + application().id() + "]";
    }
}
