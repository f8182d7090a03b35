package com.rocketmat.training.job;

import com.rocketmat.privacy.Withheld;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Gatherers;

/** The candidates from whom a training must not learn: those who object by the API, and those who were erased. */
@Singleton
class WithheldCandidates {

    private static final int AT_ONCE = 1_000;

    private final Withheld withheld;
    private final Trainings trainings;

    WithheldCandidates(Withheld withheld, Trainings trainings) {
        this.withheld = withheld;
        this.trainings = trainings;
    }

    Set<Long> among(TrainingWatch watch, Collection<GatheredRow> rows) {
        Set<Long> all = new HashSet<>();
        rows.stream()
                .map(GatheredRow::candidate)
                .distinct()
                .gather(Gatherers.windowFixed(AT_ONCE))
                .forEach(candidates -> trainings.whileOurs(
                        watch.tenant(), watch.attempt(), () -> all.addAll(withheld.among(watch.tenant(), candidates))));
        return all;
    }
}
