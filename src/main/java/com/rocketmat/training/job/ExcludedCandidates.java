package com.rocketmat.training.job;

import com.rocketmat.privacy.Withheld;
import com.rocketmat.training.job.TrainingEnd.Ended;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Gatherers;

/** Candidates a training must not learn from: those who object through the API, and those who were erased. */
@Singleton
class ExcludedCandidates {

    private static final int AT_ONCE = 1_000;

    private final Withheld withheld;
    private final Trainings trainings;

    ExcludedCandidates(Withheld withheld, Trainings trainings) {
        this.withheld = withheld;
        this.trainings = trainings;
    }

    /** @throws Ended if the training is lost, as nothing is known of its candidates then */
    Set<Long> among(TrainingWatch watch, Collection<GatheredRow> rows) {
        Set<Long> all = new HashSet<>();
        rows.stream()
                .map(GatheredRow::candidate)
                .distinct()
                .gather(Gatherers.windowFixed(AT_ONCE))
                .map(candidates -> trainings.whileOurs(
                        watch.tenant(), watch.attempt, () -> withheld.among(watch.tenant(), candidates)))
                .forEach(found -> all.addAll(found.orElseThrow(() -> new Ended(new TrainingEnd.Lost()))));
        return all;
    }
}
