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
import com.rocketmat.training.DecidedReader.Step;
import com.rocketmat.training.DecidedRow;
import com.rocketmat.training.Retries;
import com.rocketmat.training.TrainingPreparation;
import com.rocketmat.training.TrainingPreparation.Reading;
import com.rocketmat.training.fit.report.Report.LeftOut;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.job.TrainingEnd.Ended;
import com.rocketmat.training.job.Trainings.Progress;
import com.rocketmat.training.job.ValuesWhenScored.KeptValues;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Reads all decided applications of a tenant into memory, with at most half of each rate window. */
@Singleton
class RowReading {

    private static final String PHASE = "reading decided applications";

    /** Fewer hired applications say too little about how old the rejected ones get. */
    private static final int MIN_HIRED = 20;

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
            List<TrainingColumn> columns,
            List<LeftOut> leftOut,
            List<GatheredRow> rows,
            Set<Long> objecting,
            List<String> notes,
            Instant readAt) {}

    /**
     * Blocks while the tenant is paused, or while this replica has not read the tenant's newest secret.
     *
     * @throws Ended if the training must not go on
     * @throws HarvestException if Greenhouse refuses, or keeps failing
     * @throws com.rocketmat.harvest.SessionClosed if the credential was replaced
     */
    Gathered read(TrainingWatch watch) {
        Rows rows = new Rows(new ValuesWhenScored(keptValues(watch)));
        watch.advance(progress(List.of(), 0));
        HarvestSession session = sessions.session(watch.settings);
        Reading source = prepareWithRetries(watch, session);
        while (true) {
            watch.awaitPermission();
            switch (withStoredBudget(watch, source.reader()::step)) {
                case Step.Wait(Duration duration) -> watch.await(duration.plusMillis(1));
                case Step.Rows(List<DecidedRow> read) ->
                    rows.add(watch, read, source.reader().optedOut());
                case Step.Done _ -> {
                    return rows.gathered(source, session.now());
                }
            }
        }
    }

    /** The rows so far. */
    private final class Rows {

        private final ValuesWhenScored values;
        private final List<GatheredRow> rows = new ArrayList<>();
        private final Set<Long> objecting = new HashSet<>();
        private int hired;

        Rows(ValuesWhenScored values) {
            this.values = values;
        }

        void add(TrainingWatch watch, List<DecidedRow> read, Set<Long> optedOut) {
            List<GatheredRow> page = read.stream().map(GatheredRow::of).toList();
            objecting.addAll(excluded.among(watch, page));
            objecting.addAll(optedOut);
            rows.addAll(values.withKept(withoutValuesOfObjecting(page)));
            if (rows.size() > config.maxRows()) {
                throw new Ended(TrainingEnd.Result.refused(
                        "there are more than %d decided applications: raise rocketmat.training.max-rows, and the heap (-Xmx) and"
                                        .formatted(config.maxRows())
                                + " memory of the trainer with it"));
            }
            hired += (int) page.stream().filter(GatheredRow::hired).count();
            watch.advance(progress(rows, hired));
        }

        /** The kept values of those who object are not decrypted; their rows stay, to be counted. */
        private List<GatheredRow> withoutValuesOfObjecting(List<GatheredRow> page) {
            return page.stream()
                    .map(row -> objecting.contains(row.candidate()) ? row.withValues(FeatureRow.EMPTY) : row)
                    .toList();
        }

        Gathered gathered(Reading source, Instant readAt) {
            List<LeftOut> leftOut = source.leftOut().entrySet().stream()
                    .map(feature ->
                            new LeftOut(feature.getKey(), "the active version uses it, but it " + feature.getValue()))
                    .toList();
            return new Gathered(source.columns(), leftOut, rows, objecting, values.notes(), readAt);
        }
    }

    /**
     * Says how much is read, once that can be estimated: Greenhouse names no total, but the hired applications come first, then the rejected
     * ones, both newest first, and the latter go back about as far as the former.
     */
    static Progress progress(List<GatheredRow> rows, int hired) {
        return new Progress(TrainingState.READING, rows.size(), PHASE, percent(rows, hired));
    }

    private static Integer percent(List<GatheredRow> rows, int hired) {
        if (hired < MIN_HIRED || hired == rows.size()) {
            return null;
        }
        Instant newest = rows.getFirst().createdAt();
        long whole = Duration.between(rows.get(hired - 1).createdAt(), newest).toMillis();
        long read = Duration.between(rows.getLast().createdAt(), newest).toMillis();
        return Math.clamp(100 * read / Math.max(1, whole), 0, 99);
    }

    /** Waits for Greenhouse no longer than for the end of a pause: a restart loses no work. */
    private Reading prepareWithRetries(TrainingWatch watch, HarvestSession session) {
        Instant latest = clock.instant().plus(TrainingWatch.MAX_PAUSE);
        Retries retries = new Retries(Integer.MAX_VALUE, clock);
        while (true) {
            watch.awaitPermission();
            try {
                return withStoredBudget(watch, () -> prepare(watch, session));
            } catch (HarvestException e) {
                Duration delay = retries.after(e);
                if (!clock.instant().isBefore(latest)) {
                    throw e;
                }
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

    private KeptValues keptValues(TrainingWatch watch) {
        if (watch.settings.decisions() != DecisionLog.FEATURES) {
            return KeptValues.NOTHING;
        }
        TenantId tenant = watch.tenant();
        return endingWithoutKey(() -> {
            // not after hours of reading
            features.requireKey(tenant);
            return applications -> endingWithoutKey(() -> features.before(tenant, applications));
        });
    }

    private static <T> T endingWithoutKey(Supplier<T> values) {
        try {
            return values.get();
        } catch (HttpProblem e) {
            throw new Ended(TrainingEnd.ofSealedValues(e));
        }
    }

    private <T> T withStoredBudget(TrainingWatch watch, Supplier<T> calls) {
        sessions.resume(watch.settings);
        try {
            return calls.get();
        } finally {
            trainings.ifOwned(watch.tenant(), watch.attempt, () -> {
                sessions.save(watch.tenant());
                return true;
            });
        }
    }
}
