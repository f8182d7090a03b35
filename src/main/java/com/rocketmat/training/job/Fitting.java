package com.rocketmat.training.job;

import com.rocketmat.model.TrainedModels;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TrainingLabel;
import com.rocketmat.training.fit.ActiveVersion;
import com.rocketmat.training.fit.FitOutcome;
import com.rocketmat.training.fit.FitProcess;
import com.rocketmat.training.fit.FitSettings;
import com.rocketmat.training.fit.FitStep;
import com.rocketmat.training.fit.rows.TrainingRows;
import com.rocketmat.training.job.TrainingEnd.Ended;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Fits a model in a process of its own, and kills it when the training must not go on. */
@Singleton
class Fitting {

    private final TrainedModels models;
    private final TrainingJobConfig config;

    Fitting(TrainedModels models, TrainingJobConfig config) {
        this.models = models;
        this.config = config;
    }

    /** @throws Ended if the training must not go on */
    FitOutcome fit(TrainingWatch watch, TrainingRows rows, FitSettings settings) {
        AtomicReference<FitStep> step = new AtomicReference<>(new FitStep("fitting", 0));
        watch.advance(step.get());
        try (FitProcess process = new FitProcess(config.memory().asLongValue(), config.stepTime())) {
            FutureTask<FitOutcome> fit = new FutureTask<>(() -> process.fit(rows, settings, step::set));
            Thread.ofPlatform().daemon().name("training-fit").start(fit);
            while (true) {
                try {
                    return fit.get(1, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException cause) {
                        throw cause;
                    }
                    throw new IllegalStateException("the fit failed", e.getCause());
                } catch (TimeoutException _) {
                    watch.advance(step.get());
                }
            }
        } catch (FitProcess.Stopped _) {
            throw new Ended(TrainingEnd.SHUT_DOWN);
        } catch (IOException e) {
            Log.warnf("Cannot start the process that trains: %s", e);
            return new FitOutcome.Failed(
                    "The process that trains did not start: see the log of the trainer, which may need more memory");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Ended(TrainingEnd.INTERRUPTED);
        }
    }

    /** The name depends on rows and label alone, so that the same rows result in the same version. */
    FitSettings settings(TenantId tenant, TrainingLabel label, Instant lastDecision, List<String> without) {
        String day = lastDecision.atZone(ZoneOffset.UTC).toLocalDate().toString();
        Optional<ActiveVersion> active = models.active(tenant)
                .map(version -> new ActiveVersion(version.model().version(), version.manifest(), version.file()));
        String stage = label.equals(TrainingLabel.HIRED) ? "" : "-" + label.text();
        return new FitSettings(tenant + "-trained-" + day + stage, without, active);
    }
}
