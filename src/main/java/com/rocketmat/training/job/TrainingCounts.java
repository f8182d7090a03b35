package com.rocketmat.training.job;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Locale;

/** Counts ended trainings of this replica by state, since failures of scheduled trainings would go unnoticed. */
@ApplicationScoped
class TrainingCounts {

    static final String ENDED = "rocketmat.trainings.ended";

    private final MeterRegistry metrics;

    TrainingCounts(MeterRegistry metrics) {
        this.metrics = metrics;
        // starts at 0: Prometheus does not see the first occurrence of a new series as an increase
        Arrays.stream(TrainingState.values()).filter(TrainingState::ended).forEach(state -> count(state, 0));
    }

    void ended(TrainingState state) {
        count(state, 1);
    }

    private void count(TrainingState state, int trainings) {
        metrics.counter(ENDED, "state", state.name().toLowerCase(Locale.ROOT)).increment(trainings);
    }
}
