package com.rocketmat.training.job;

import com.rocketmat.privacy.Withheld;
import com.rocketmat.training.job.TrainingEnd.Ended;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Gatherers;

/** Candidates that a training must not learn from: those who object through the API, and those who were erased. */
@Singleton
class ExcludedCandidates {

    private static final int BATCH = 1_000;

    private final Withheld withheld;
    private final Trainings trainings;

    ExcludedCandidates(Withheld withheld, Trainings trainings) {
        this.withheld = withheld;
        this.trainings = trainings;
    }

    /** @throws Ended if the attempt no longer owns the training, and the candidates are unknown */
    Set<Long> among(TrainingWatch watch, Collection<GatheredRow> rows) {
        Set<Long> excluded = new HashSet<>();
        rows.stream()
                .map(GatheredRow::candidate)
                .distinct()
                .gather(Gatherers.windowFixed(BATCH))
                .map(candidates -> trainings.ifOwned(
                        watch.tenant(), watch.attempt, () -> withheld.among(watch.tenant(), candidates)))
                .forEach(found -> excluded.addAll(found.orElseThrow(() -> new Ended(new TrainingEnd.Lost()))));
        return excluded;
    }
}
