package com.rocketmat.training.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.harvest.Causes;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.DevCenter;
import com.rocketmat.model.TrainedModels;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.upload.ProtectedAttributes;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.score.Unwritable;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.training.fit.FitOutcome;
import com.rocketmat.training.fit.FitSettings;
import com.rocketmat.training.fit.report.Report;
import com.rocketmat.training.fit.report.Report.LeftOut;
import com.rocketmat.training.fit.rows.TrainingRows;
import com.rocketmat.training.job.RowReading.Gathered;
import com.rocketmat.training.job.TrainingEnd.Ended;
import com.rocketmat.training.job.TrainingEnd.Result;
import com.rocketmat.training.job.TrainingEnd.Retry;
import com.rocketmat.training.job.Trainings.Attempt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.MDC;

/** Runs a tenant's open training, from reading its rows to storing the new version. May take hours. */
// registers its metrics at startup
@Startup
@ApplicationScoped
public class TrainingRunner {

    static final String ENDED = "rocketmat.trainings.ended";

    private static final String TENANT = "tenant";
    private static final String LOST = "Training %d was cancelled or taken over by another replica; this attempt stops";
    private static final Duration RECHECK_DELAY = Duration.ofSeconds(5);
    /** A retry costs calls and log lines, and the failure takes minutes to pass. */
    private static final Duration BACKOFF = Duration.ofMinutes(1);

    private static final Duration DATABASE_RETRY_DELAY = Duration.ofSeconds(3);
    private static final int MAX_CRASHES = 3;

    private final Trainings trainings;
    private final TenantRegistry tenants;
    private final TenantStates states;
    private final RowReading reading;
    private final ExcludedCandidates excluded;
    private final Fitting fitting;
    private final TrainedModels models;
    private final ProtectedAttributes attributes;
    private final MeterRegistry metrics;

    TrainingRunner(
            Trainings trainings,
            TenantRegistry tenants,
            TenantStates states,
            RowReading reading,
            ExcludedCandidates excluded,
            Fitting fitting,
            TrainedModels models,
            ProtectedAttributes attributes,
            MeterRegistry metrics) {
        this.trainings = trainings;
        this.tenants = tenants;
        this.states = states;
        this.reading = reading;
        this.excluded = excluded;
        this.fitting = fitting;
        this.models = models;
        this.attributes = attributes;
        this.metrics = metrics;
        // from 0 at startup, because Prometheus sees no increase in a series that appears with its first count
        Arrays.stream(TrainingState.values()).filter(TrainingState::ended).forEach(this::ended);
    }

    /**
     * Runs the tenant's open training from the beginning.
     *
     * @param draining reaches 0 when this replica shuts down
     * @return the delay until the next call; empty if no training is open
     */
    public Optional<Duration> run(TenantId tenant, CountDownLatch draining) {
        MDC.put(TENANT, tenant.value());
        try {
            Optional<TenantSettings> settings = tenants.settings(tenant);
            if (settings.isEmpty()) {
                return withoutSettings(tenant);
            }
            boolean paused = states.permission(tenant) != RunPermission.GRANTED;
            if (paused || tenants.isOutdated(tenant) || draining.getCount() == 0) {
                // keeps the training queued and frees the worker
                return trainings.findOpen(tenant).map(_ -> RECHECK_DELAY);
            }
            return trainings
                    .start(tenant, settings.get().trainingLabel().text())
                    .flatMap(attempt -> run(attempt, settings.get(), draining));
        } finally {
            MDC.remove(TENANT);
        }
    }

    /** This replica may not have read a new secret yet, so only a stopped tenant's training is cancelled. */
    private Optional<Duration> withoutSettings(TenantId tenant) {
        Optional<Long> open = trainings.findOpen(tenant);
        if (open.isPresent() && states.standing(tenant).state() == TenantState.STOPPED) {
            trainings.cancel(tenant, open.get(), "the tenant's secret was removed");
            return Optional.empty();
        }
        return open.map(_ -> RECHECK_DELAY);
    }

    private Optional<Duration> run(Attempt attempt, TenantSettings settings, CountDownLatch draining) {
        TenantId tenant = attempt.tenant();
        Log.infof("Training %d started", attempt.id());
        TrainingEnd end = attempt.crashes() >= MAX_CRASHES
                ? Result.failed(
                        "its process ended %d times while it ran: see the logs of the trainer, which may need more memory"
                                .formatted(attempt.crashes()))
                : unlessTooLate(
                        attempt,
                        trainOrExplain(new TrainingWatch(trainings, states, tenants, attempt, settings, draining)),
                        draining);
        switch (end) {
            case Result result ->
                recordEnd(attempt, retryUntilStored(() -> trainings.end(tenant, attempt, () -> result), draining));
            case TrainingEnd.Stored(Result result) -> recordEnd(attempt, Optional.of(result));
            case Retry retry -> {
                if (retryUntilStored(() -> trainings.requeue(tenant, attempt, retry.explanation()), draining)) {
                    Log.infof("Training %d is queued again: %s", attempt.id(), retry.explanation());
                } else {
                    Log.infof(LOST, attempt.id());
                }
            }
            case TrainingEnd.Lost _ -> Log.infof(LOST, attempt.id());
        }
        Duration delay = end instanceof Retry ? BACKOFF : RECHECK_DELAY;
        return trainings.findOpen(tenant).map(_ -> draining.getCount() == 0 ? Duration.ZERO : delay);
    }

    private TrainingEnd unlessTooLate(Attempt attempt, TrainingEnd end, CountDownLatch draining) {
        Optional<Result> givenUp = end instanceof Retry retry ? retry.givenUp() : Optional.empty();
        return givenUp.filter(_ -> !retryUntilStored(() -> trainings.mayRetry(attempt.tenant()), draining))
                .<TrainingEnd>map(Function.identity())
                .orElse(end);
    }

    private void recordEnd(Attempt attempt, Optional<Result> stored) {
        stored.ifPresentOrElse(
                result -> {
                    ended(result.state()).increment();
                    Log.infof(
                            "Training %d is %s%s",
                            attempt.id(),
                            result.state(),
                            result.reason().map(": "::concat).orElse(""));
                },
                () -> Log.infof(LOST, attempt.id()));
    }

    private Counter ended(TrainingState state) {
        return metrics.counter(ENDED, "state", state.name().toLowerCase(Locale.ROOT));
    }

    /** Waits for an unavailable database: an unchanged row would count as a crash of this replica. */
    private static <T> T retryUntilStored(Supplier<T> change, CountDownLatch draining) {
        for (boolean first = true; ; first = false) {
            try {
                return change.get();
            } catch (RuntimeException e) {
                boolean isTransient = DatabaseTrouble.causes(e);
                if (isTransient && first) {
                    Log.warn(
                            "Cannot store the end of a training: the database is unavailable or the row is locked; retrying");
                }
                if (!isTransient || awaitDrain(draining)) {
                    throw e;
                }
            }
        }
    }

    /** True if this replica shuts down within {@link #DATABASE_RETRY_DELAY}. */
    private static boolean awaitDrain(CountDownLatch draining) {
        try {
            return draining.await(DATABASE_RETRY_DELAY.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private TrainingEnd trainOrExplain(TrainingWatch watch) {
        try {
            return train(watch);
        } catch (Ended e) {
            return e.end();
        } catch (SessionClosed _) {
            return TrainingEnd.CHANGED_SECRET;
        } catch (HarvestException e) {
            TenantSettings settings = watch.settings;
            Advice advice = Advice.on(e.failure(), DevCenter.of(settings));
            return TrainingEnd.ofHarvestFailure(advice);
        } catch (Unwritable e) {
            return Result.refused(e.getMessage() + ": " + e.remedy());
        } catch (ModelRefused e) {
            return TrainingEnd.ofRefusedModel(e);
        } catch (HttpProblem e) {
            return Result.refused(e.getDetail() + ": " + e.getParameters().get("remedy"));
        } catch (RuntimeException e) {
            if (DatabaseTrouble.causes(e)) {
                return Retry.always("the database is unavailable or a row is locked");
            }
            // not the message, which may quote a row
            Log.errorf("A training failed: %s", e.getClass().getName());
            Log.debug("Stack trace of the failed training", Causes.told(e));
            return Result.failed("an error of this service: see its log");
        }
    }

    private record Selected(TrainingRows rows, Instant lastDecision, List<LeftOut> leftOut, List<String> notes) {}

    /** A method of its own, so that the rows as read can be collected before the fit. */
    private Selected selectRows(TrainingWatch watch) {
        Gathered gathered = reading.read(watch);
        RowSelection selection = RowSelection.of(
                gathered.rows(),
                watch.settings.trainingLabel(),
                excludedCandidates(watch, gathered),
                gathered.readAt());
        TrainingRows rows = new TrainingRows(gathered.columns());
        selection.rows().forEach(rows::add);
        List<LeftOut> leftOut = Stream.concat(selection.leftOut().stream(), gathered.leftOut().stream())
                .toList();
        return new Selected(rows, selection.lastDecision(), leftOut, gathered.notes());
    }

    private TrainingEnd train(TrainingWatch watch) {
        Selected selected = selectRows(watch);
        TrainingRows rows = selected.rows();
        FitSettings settings = fitting.settings(
                watch.tenant(), watch.settings.trainingLabel(), selected.lastDecision(), watch.attempt.without());
        return switch (fitting.fit(watch, rows, settings)) {
            case FitOutcome.Refused(List<String> reasons) ->
                Result.refused(TrainingReports.leftOutSentence(selected.leftOut()) + String.join(" ", reasons));
            case FitOutcome.Failed(String reason) -> Result.failed(reason);
            case FitOutcome.Fitted(byte[] onnx, String manifest, Report report) ->
                storeVersion(
                        watch,
                        onnx,
                        manifest,
                        TrainingReports.complete(
                                report, watch.attempt.without(), selected.leftOut(), selected.notes(), attributes));
        };
    }

    /** Checks again after reading, so that erasures in the meantime count. */
    private Set<Long> excludedCandidates(TrainingWatch watch, Gathered gathered) {
        Set<Long> all = excluded.among(watch, gathered.rows());
        all.addAll(gathered.objecting());
        return all;
    }

    private TrainedModels.Examined examine(byte[] onnx, String manifest) {
        try {
            return models.examine(onnx, manifest);
        } catch (UncheckedIOException e) {
            Log.warnf("Cannot start the process that checks a trained model: %s", e.getCause());
            throw new Ended(
                    Result.failed(
                            "the process that checks its model did not start: see the log of the trainer, which may need more memory"));
        }
    }

    /**
     * Stores the version, then the end of the training; a purge or a cancellation waits for both. After a crash in between, the next
     * attempt finds the version.
     */
    private TrainingEnd storeVersion(TrainingWatch watch, byte[] onnx, String manifest, ObjectNode report) {
        watch.examine();
        TrainedModels.Examined examined = examine(onnx, manifest);
        TenantId tenant = watch.tenant();
        Supplier<Result> store = () -> {
            if (!tenants.isCurrent(watch.settings)) {
                throw new Ended(TrainingEnd.CHANGED_SECRET);
            }
            TrainingView row = trainings.find(tenant, watch.attempt.id()).orElseThrow();
            TrainedModels.Stored stored =
                    models.store(tenant, examined, TrainingReports.card(report, row.label(), row.requestedBy()));
            return new Result(
                    TrainingState.DONE,
                    stored.remark(),
                    Optional.of(stored.version()),
                    Optional.of(TrainingReports.json(report)));
        };
        Supplier<Optional<Result>> end = () -> {
            // at each try: the database may have been away for long
            watch.awaitNewestSecret();
            return trainings.end(tenant, watch.attempt, store);
        };
        return retryUntilStored(end, watch.draining)
                .<TrainingEnd>map(TrainingEnd.Stored::new)
                .orElseGet(TrainingEnd.Lost::new);
    }
}
