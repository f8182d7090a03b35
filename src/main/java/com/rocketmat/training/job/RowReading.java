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
import com.rocketmat.training.job.ValuesWhenScored.KeptValues;
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
     * @param objecting candidates who objected when their rows were read, including by the field in Greenhouse, which slices read for open
     *     applications only
     * @param readAt when the last rows were read, by Greenhouse's clock
     */
    record Gathered(
            List<Column> columns,
            List<LeftOut> leftOut,
            List<GatheredRow> rows,
            Set<Long> objecting,
            List<String> notes,
            Instant readAt) {}

    /**
     * Blocks while the tenant is paused.
     *
     * @throws Ended if the training must not go on
     * @throws HarvestException if Greenhouse refuses, or keeps failing
     * @throws com.rocketmat.harvest.SessionClosed if the credential was replaced
     */
    Gathered read(TrainingWatch watch) {
        ValuesWhenScored values = new ValuesWhenScored(keptValues(watch));
        Instant began = clock.instant();
        OptionalInt expected = trainings.lastRowCount(watch.tenant());
        List<GatheredRow> rows = new ArrayList<>();
        Set<Long> objecting = new HashSet<>();
        watch.advance(TrainingState.READING, 0, PHASE, Optional.empty());
        HarvestSession session = sessions.session(watch.settings);
        Reading source = prepareWithRetries(watch, session);
        while (true) {
            watch.awaitPermission();
            switch (withStoredBudget(watch, source.reader()::step)) {
                case Step.Wait(Duration duration) -> watch.await(duration.plusMillis(1));
                case Step.Rows(List<DecidedRow> read, boolean last) -> {
                    List<GatheredRow> page = read.stream().map(GatheredRow::of).toList();
                    objecting.addAll(excluded.among(watch, page));
                    objecting.addAll(source.reader().optedOut());
                    rows.addAll(values.withKept(withoutValuesOf(objecting, page)));
                    if (rows.size() > config.maxRows()) {
                        throw new Ended(TrainingEnd.Result.refused(
                                "there are more than %d decided applications: raise rocketmat.training.max-rows, and the heap (-Xmx) and"
                                                .formatted(config.maxRows())
                                        + " memory of the trainer with it"));
                    }
                    watch.advance(TrainingState.READING, rows.size(), PHASE, estimateEnd(began, rows.size(), expected));
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

    /** The kept values of those who object are not decrypted; their rows stay, to be counted. */
    private static List<GatheredRow> withoutValuesOf(Set<Long> objecting, List<GatheredRow> rows) {
        return rows.stream()
                .map(row -> objecting.contains(row.candidate()) ? row.withValues(FeatureRow.EMPTY) : row)
                .toList();
    }

    /** Waits for Greenhouse no longer than for the end of a pause: a restart loses no work. */
    private Reading prepareWithRetries(TrainingWatch watch, HarvestSession session) {
        Instant began = clock.instant();
        int failures = 0;
        boolean refused = false;
        while (true) {
            watch.awaitPermission();
            try {
                return withStoredBudget(watch, () -> prepare(watch, session));
            } catch (HarvestException e) {
                failures++;
                Duration delay = DecidedReader.retryDelay(e.failure(), failures, refused, clock)
                        .filter(_ -> clock.instant().isBefore(began.plus(TrainingWatch.MAX_PAUSE)))
                        .orElseThrow(() -> e);
                refused |= e.failure().perhapsOnce();
                watch.await(delay.plusMillis(1));
            }
        }
    }

    private Reading prepare(TrainingWatch watch, HarvestSession session) {
        // the second half of each rate window belongs to runs
        session.hiringOutcomes().flatMap(HiringOutcomes::restUntil).ifPresent(until -> {
            throw new HarvestException(new Throttled(until));
        });
        return preparation.forTraining(watch.settings, watch.attempt.without(), session, clock);
    }

    /** Checks the key before reading, so that kept values are not missing from only some rows. */
    private KeptValues keptValues(TrainingWatch watch) {
        TenantId tenant = watch.tenant();
        if (watch.settings.decisions() != DecisionLog.FEATURES || !features.mayHaveAny(tenant)) {
            return KeptValues.NOTHING;
        }
        if (!features.canBeOpened(tenant)) {
            throw new Ended(TrainingEnd.ofMissingKey(trainings.mayRetry(tenant)));
        }
        return applications -> {
            try {
                return features.before(tenant, applications);
            } catch (HttpProblem e) {
                throw new Ended(TrainingEnd.ofSealedValues(e, trainings.mayRetry(tenant)));
            }
        };
    }

    private <T> T withStoredBudget(TrainingWatch watch, Supplier<T> calls) {
        sessions.resume(watch.settings);
        try {
            return calls.get();
        } finally {
            trainings.whileOwned(watch.tenant(), watch.attempt, () -> {
                sessions.save(watch.tenant());
                return true;
            });
        }
    }

    /** Assumes the speed so far, and as many rows as last time. */
    private Optional<Instant> estimateEnd(Instant began, int rows, OptionalInt expected) {
        if (rows == 0 || expected.isEmpty() || expected.getAsInt() <= rows) {
            return Optional.empty();
        }
        Duration spent = Duration.between(began, clock.instant());
        return Optional.of(began.plusMillis(spent.toMillis() * expected.getAsInt() / rows));
    }
}
