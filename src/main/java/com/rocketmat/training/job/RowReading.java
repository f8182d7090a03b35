package com.rocketmat.training.job;

import com.rocketmat.decision.seal.KeptFeatures;
import com.rocketmat.feature.FeatureRow;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.HiringOutcomes;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.DecisionLog;
import com.rocketmat.training.Column;
import com.rocketmat.training.DecidedReader;
import com.rocketmat.training.DecidedReader.Step;
import com.rocketmat.training.DecidedRow;
import com.rocketmat.training.TrainingPreparation;
import com.rocketmat.training.TrainingPreparation.Reading;
import com.rocketmat.training.fit.report.Report.LeftOut;
import com.rocketmat.training.job.TrainingEnd.Ended;
import com.rocketmat.training.job.ValuesWhenScored.Kept;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** Reads all decided applications of a tenant into memory, with at most half of each rate window. */
@Singleton
class RowReading {

    private static final String PHASE = "reading decided applications";

    private final HarvestSessions sessions;
    private final TrainingPreparation preparation;
    private final Trainings trainings;
    private final KeptFeatures features;
    private final ExcludedCandidates excluded;
    private final TrainingJobConfig config;
    private final Clock clock;

    RowReading(
            HarvestSessions sessions,
            TrainingPreparation preparation,
            Trainings trainings,
            KeptFeatures features,
            ExcludedCandidates excluded,
            TrainingJobConfig config,
            Clock clock) {
        this.sessions = sessions;
        this.preparation = preparation;
        this.trainings = trainings;
        this.features = features;
        this.excluded = excluded;
        this.config = config;
        this.clock = clock;
    }

    /**
     * @param leftOut features of the active version
     * @param objecting candidates who objected when their rows were read, also by the field in Greenhouse, which slices read of open
     *     applications only
     * @param readAt when the last ones were read, by Greenhouse's time
     */
    record Gathered(
            List<Column> columns,
            List<LeftOut> leftOut,
            List<GatheredRow> rows,
            Set<Long> objecting,
            List<String> notes,
            Instant readAt) {}

    /**
     * Waits while the tenant is paused.
     *
     * @throws Ended if the training must not go on
     * @throws HarvestException if Greenhouse refuses, or keeps failing
     * @throws com.rocketmat.harvest.SessionClosed if the credential was replaced
     */
    Gathered read(TrainingWatch watch) {
        ValuesWhenScored values = new ValuesWhenScored(kept(watch));
        Instant began = clock.instant();
        OptionalInt expected = trainings.lastRows(watch.tenant());
        List<GatheredRow> rows = new ArrayList<>();
        Set<Long> objecting = new HashSet<>();
        watch.at(TrainingState.READING, 0, PHASE, Optional.empty());
        HarvestSession session = sessions.session(watch.settings);
        Reading source = prepared(watch, session);
        while (true) {
            watch.untilReadingIsPermitted();
            switch (step(watch, source.reader())) {
                case Step.Rest(Duration duration) -> watch.await(duration.plusMillis(1));
                case Step.Rows(List<DecidedRow> read, boolean last) -> {
                    List<GatheredRow> page = read.stream().map(GatheredRow::of).toList();
                    objecting.addAll(excluded.among(watch, page));
                    objecting.addAll(source.reader().optedOut());
                    rows.addAll(values.in(withoutValuesOf(objecting, page)));
                    if (rows.size() > config.maxRows()) {
                        throw new Ended(TrainingEnd.Result.refused(
                                "there are more than %d decided applications: raise rocketmat.training.max-rows, and the heap (-Xmx) and"
                                                .formatted(config.maxRows())
                                        + " memory of the trainer with it"));
                    }
                    watch.at(TrainingState.READING, rows.size(), PHASE, end(began, rows.size(), expected));
                    if (last) {
                        return new Gathered(
                                source.columns(),
                                source.leftOut().entrySet().stream()
                                        .map(feature -> new LeftOut(
                                                feature.getKey(),
                                                "the active version uses it, but it " + feature.getValue()))
                                        .toList(),
                                rows,
                                objecting,
                                values.notes(),
                                session.now());
                    }
                }
            }
        }
    }

    /** The values of those who object are not opened; the rows stay, to be counted. */
    private static List<GatheredRow> withoutValuesOf(Set<Long> objecting, List<GatheredRow> rows) {
        return rows.stream()
                .map(row -> objecting.contains(row.candidate()) ? row.with(FeatureRow.EMPTY) : row)
                .toList();
    }

    /** Waits for Greenhouse no longer than for the end of a pause: nothing is lost by starting again. */
    private Reading prepared(TrainingWatch watch, HarvestSession session) {
        Instant began = clock.instant();
        int failures = 0;
        boolean refused = false;
        while (true) {
            watch.untilReadingIsPermitted();
            try {
                return budgeted(watch, () -> prepare(watch, session));
            } catch (HarvestException e) {
                failures++;
                Duration rest = DecidedReader.rest(e.failure(), failures, refused, clock)
                        .filter(_ -> clock.instant().isBefore(began.plus(TrainingWatch.LONGEST_PAUSE)))
                        .orElseThrow(() -> e);
                refused |= e.failure().perhapsOnce();
                watch.await(rest.plusMillis(1));
            }
        }
    }

    private Reading prepare(TrainingWatch watch, HarvestSession session) {
        // what is left of a window that is half used up belongs to runs
        session.hiringOutcomes().flatMap(HiringOutcomes::restUntil).ifPresent(until -> {
            throw new HarvestException(new Throttled(until));
        });
        return preparation.forTraining(watch.settings, watch.attempt.without(), session, clock);
    }

    /** Asked before anything is read, since values that were kept must not be missing from some rows only. */
    private Kept kept(TrainingWatch watch) {
        TenantId tenant = watch.tenant();
        if (watch.settings.decisions() != DecisionLog.FEATURES || !features.mayHaveAny(tenant)) {
            return Kept.NOTHING;
        }
        if (!features.canBeOpened(tenant)) {
            throw new Ended(TrainingEnd.withoutKey(trainings.isYoung(tenant)));
        }
        return applications -> {
            try {
                return features.before(tenant, applications);
            } catch (HttpProblem e) {
                throw new Ended(TrainingEnd.afterSealed(e, trainings.isYoung(tenant)));
            }
        };
    }

    private Step step(TrainingWatch watch, DecidedReader reader) {
        return budgeted(watch, reader::step);
    }

    private <T> T budgeted(TrainingWatch watch, Supplier<T> calls) {
        sessions.resume(watch.settings);
        try {
            return calls.get();
        } finally {
            trainings.whileOurs(watch.tenant(), watch.attempt, () -> {
                sessions.save(watch.tenant());
                return true;
            });
        }
    }

    /** As fast as so far, and as many rows as last time. */
    private Optional<Instant> end(Instant began, int rows, OptionalInt expected) {
        if (rows == 0 || expected.isEmpty() || expected.getAsInt() <= rows) {
            return Optional.empty();
        }
        Duration spent = Duration.between(began, clock.instant());
        return Optional.of(began.plusMillis(spent.toMillis() * expected.getAsInt() / rows));
    }
}
