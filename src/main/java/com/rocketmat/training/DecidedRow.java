package com.rocketmat.training;

import com.rocketmat.feature.FeatureRow;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.row.Application;
import java.time.Instant;

public record DecidedRow(Subject subject, FeatureRow values, Outcome outcome) {

    public Application application() {
        return subject.application();
    }

    /** The time for which ages are computed. */
    Instant asOf() {
        return subject.asOf();
    }

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "DecidedRow[" + application().id() + "]";
    }
}
