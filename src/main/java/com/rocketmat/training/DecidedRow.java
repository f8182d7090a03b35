package com.rocketmat.training;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.harvest.row.Application;
import java.time.Instant;
import java.util.Map;

/**
 * A decided application: its features, and its outcome.
 *
 * @param asOf the time that ages are computed for
 */
public record DecidedRow(Application application, Instant asOf, Map<String, FeatureValue> values, Outcome outcome) {

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "DecidedRow[" + application.id() + "]";
    }
}
