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
import com.rocketmat.training.job.Trainings.Attempt;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.MDC;

/** Runs a tenant's open training, from reading its rows to the new version. It may take hours, so it has a thread of its own. */
@ApplicationScoped
public class TrainingRunner {

    private static final String TENANT = "tenant";
    private static final String LOST = "Training %d was cancelled, or taken over";
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration REST = Duration.ofMinutes(1);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(3);
    private static final int MOST_CRASHES = 3;

    private final Trainings trainings;
    private final TenantRegistry tenants;
    private final TenantStates states;
    private final RowReading reading;
    private final ExcludedCandidates excluded;
    private final Fitting fitting;
    private final TrainedModels models;
    private final ProtectedAttributes attributes;
    private final TrainingCounts counts;

    TrainingRunner(
            Trainings trainings,
            TenantRegistry tenants,
            TenantStates states,
            RowReading reading,
            ExcludedCandidates excluded,
            Fitting fitting,
            TrainedModels models,
            ProtectedAttributes attributes,
            TrainingCounts counts) {
        this.trainings = trainings;
        this.tenants = tenants;
        this.states = states;
        this.reading = reading;
        this.excluded = excluded;
        this.fitting = fitting;
        this.models = models;
        this.attributes = attributes;
        this.counts = counts;
    }

    /**
     * Runs the tenant's open training, from the beginning.
     *
     * @param draining open once this replica is to end
     * @return when there is more to do; empty if there is no open training any more
     */
    public Optional<Duration> run(TenantId tenant, CountDownLatch draining) {
        MDC.put(TENANT, tenant.value());
        try {
            Optional<TenantSettings> settings = tenants.settings(tenant);
            if (settings.isEmpty()) {
                return withoutSettings(tenant);
            }
            boolean paused = states.permission(tenant) != RunPermission.GRANTED;
            if (paused || draining.getCount() == 0) {
                // it stays queued without holding a worker
                return trainings.open(tenant).map(_ -> SOON);
            }
            return trainings
                    .begin(tenant, settings.get().trainingLabel().text())
                    .flatMap(attempt -> run(attempt, settings.get(), draining));
        } finally {
            MDC.remove(TENANT);
        }
    }

    /** Another replica may have read the secret already. */
    private Optional<Duration> withoutSettings(TenantId tenant) {
        Optional<Long> open = trainings.open(tenant);
        if (open.isPresent() && states.standing(tenant).state() == TenantState.STOPPED) {
            trainings.cancel(tenant, open.get(), "the tenant's secret was removed");
            return Optional.empty();
        }
        return open.map(_ -> SOON);
    }

    private Optional<Duration> run(Attempt attempt, TenantSettings settings, CountDownLatch draining) {
        TenantId tenant = attempt.tenant();
        Log.infof("Training %d begins", attempt.id());
        TrainingEnd end = attempt.crashes() >= MOST_CRASHES
                ? Result.failed(
                        "its process ended %d times while it ran: see the logs of the trainer, which may need more memory"
                                .formatted(attempt.crashes()))
                : work(new TrainingWatch(trainings, states, tenants, attempt, settings, draining));
        switch (end) {
            case Result result ->
                ended(attempt, untilStored(() -> trainings.end(tenant, attempt, () -> result), draining));
            case TrainingEnd.Stored(Result result) -> ended(attempt, Optional.of(result));
            case TrainingEnd.Again(String reason) -> {
                if (untilStored(() -> trainings.requeue(tenant, attempt, reason), draining)) {
                    Log.infof("Training %d waits again: %s", attempt.id(), reason);
                } else {
                    Log.infof(LOST, attempt.id());
                }
            }
            case TrainingEnd.Lost _ -> Log.infof(LOST, attempt.id());
        }
        return trainings
                .open(tenant)
                .map(_ -> draining.getCount() == 0 ? Duration.ZERO : rest(end, states.permission(tenant)));
    }

    /** What it waits for takes minutes at least, and each attempt begins with calls and lines in the log; a pause costs neither. */
    static Duration rest(TrainingEnd end, RunPermission permission) {
        return end instanceof TrainingEnd.Again && permission == RunPermission.GRANTED ? REST : SOON;
    }

    private void ended(Attempt attempt, Optional<Result> stored) {
        stored.ifPresentOrElse(
                result -> {
                    counts.ended(result.state());
                    Log.infof(
                            "Training %d is %s%s",
                            attempt.id(),
                            result.state(),
                            result.reason().map(": "::concat).orElse(""));
                },
                () -> Log.infof(LOST, attempt.id()));
    }

    /** A row that is left as it is looks like the death of this replica, so an outage of the database is waited for. */
    private static <T> T untilStored(Supplier<T> change, CountDownLatch draining) {
        for (boolean first = true; ; first = false) {
            try {
                return change.get();
            } catch (RuntimeException e) {
                boolean passes = DatabaseTrouble.causes(e);
                if (passes && first) {
                    Log.warn(
                            "The end of a training cannot be stored, since the database is unavailable or its row is locked; trying again");
                }
                if (!passes || drains(draining)) {
                    throw e;
                }
            }
        }
    }

    /** Waits for a while, or until this replica is to end. */
    private static boolean drains(CountDownLatch draining) {
        try {
            return draining.await(BETWEEN_TRIES.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private TrainingEnd work(TrainingWatch watch) {
        try {
            return train(watch);
        } catch (Ended e) {
            return e.end();
        } catch (SessionClosed _) {
            return TrainingEnd.changed(trainings.isYoung(watch.tenant()));
        } catch (HarvestException e) {
            TenantSettings settings = watch.settings;
            Advice advice = Advice.on(e.failure(), new DevCenter(settings.credential(), settings.userId()));
            return TrainingEnd.after(advice, trainings.isYoung(watch.tenant()));
        } catch (Unwritable e) {
            return Result.refused(e.getMessage() + ": " + e.remedy());
        } catch (ModelRefused e) {
            return TrainingEnd.after(e);
        } catch (HttpProblem e) {
            return Result.refused(e.getDetail() + ": " + e.getParameters().get("remedy"));
        } catch (RuntimeException e) {
            if (DatabaseTrouble.causes(e)) {
                return new TrainingEnd.Again("the database did not take a change; it starts again from the beginning");
            }
            // without messages, which may quote a row
            Log.errorf("A training failed: %s", e.getClass().getName());
            Log.debug("Its trace", Causes.told(e));
            return Result.failed("an error of this service: see its log");
        }
    }

    private record Selected(TrainingRows rows, Instant lastDecision, List<LeftOut> leftOut, List<String> notes) {}

    /** Apart from the fit, during which the rows as they were read must not take memory. */
    private Selected selected(TrainingWatch watch) {
        Gathered gathered = reading.read(watch);
        RowSelection selection = new RowSelection(gathered.rows(), watch.settings.trainingLabel())
                .without(withheld(watch, gathered))
                .oldEnough(gathered.readAt());
        selection.unknownStage().map(Result::refused).ifPresent(end -> {
            throw new Ended(end);
        });
        TrainingRows rows = new TrainingRows(Fitting.columns(gathered.columns()));
        selection.labelled().forEach(rows::add);
        List<LeftOut> leftOut = Stream.concat(selection.leftOut().stream(), gathered.leftOut().stream())
                .toList();
        return new Selected(rows, selection.lastDecision(), leftOut, gathered.notes());
    }

    private TrainingEnd train(TrainingWatch watch) {
        Selected selected = selected(watch);
        TrainingRows rows = selected.rows();
        FitSettings settings = fitting.settings(
                watch.tenant(), watch.settings.trainingLabel(), selected.lastDecision(), watch.attempt.without());
        return switch (fitting.fit(watch, rows, settings)) {
            case FitOutcome.Refused(List<String> reasons) ->
                Result.refused(TrainingReports.sentence(selected.leftOut()) + String.join(" ", reasons));
            case FitOutcome.Failed(String reason) -> Result.failed(reason);
            case FitOutcome.Fitted(byte[] onnx, String manifest, Report report) ->
                examined(
                        watch,
                        onnx,
                        manifest,
                        TrainingReports.with(
                                report, watch.attempt.without(), selected.leftOut(), selected.notes(), attributes));
        };
    }

    /** Asked again after all is read, so that an erasure of the meantime counts. */
    private Set<Long> withheld(TrainingWatch watch, Gathered gathered) {
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
     * Stores the version, then the end of the training; a purge or a cancellation waits for both. What dies in between leaves the
     * version, which the next attempt finds.
     */
    private TrainingEnd examined(TrainingWatch watch, byte[] onnx, String manifest, ObjectNode report) {
        watch.at(TrainingState.EXAMINING, "checking as an upload", Optional.empty());
        TrainedModels.Examined examined = examine(onnx, manifest);
        TenantId tenant = watch.tenant();
        Supplier<Result> store = () -> {
            TrainingView row = trainings.find(tenant, watch.attempt.id()).orElseThrow();
            TrainedModels.Stored stored =
                    models.store(tenant, examined, TrainingReports.card(report, row.label(), row.requestedBy()));
            return new Result(
                    TrainingState.DONE,
                    stored.remark(),
                    Optional.of(stored.version()),
                    Optional.of(TrainingReports.json(report)));
        };
        return untilStored(() -> trainings.end(tenant, watch.attempt, store), watch.draining)
                .<TrainingEnd>map(TrainingEnd.Stored::new)
                .orElseGet(TrainingEnd.Lost::new);
    }
}
