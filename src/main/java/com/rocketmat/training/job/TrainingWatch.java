package com.rocketmat.training.job;

import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.training.fit.FitStep;
import com.rocketmat.training.job.TrainingEnd.Ended;
import com.rocketmat.training.job.Trainings.Attempt;
import com.rocketmat.training.job.Trainings.Progress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Checks once a second whether a running training may go on, and stores its progress. Confined to the thread that trains. */
final class TrainingWatch {

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
    /** A longer pause frees the worker for another tenant; the training restarts from the beginning. */
    static final Duration MAX_PAUSE = Duration.ofMinutes(10);

    private final Trainings trainings;
    private final TenantStates states;
    private final TenantRegistry tenants;
    final Attempt attempt;
    final TenantSettings settings;
    final CountDownLatch draining;
    private Progress progress = new Progress(TrainingState.READING, 0, null, null);
    private boolean permitted;
    /** Whether only another replica has read the newest secret. It may be equal, so it ends a training only once it is read here. */
    private boolean outdated;

    private long lastCheck;

    TrainingWatch(
            Trainings trainings,
            TenantStates states,
            TenantRegistry tenants,
            Attempt attempt,
            TenantSettings settings,
            CountDownLatch draining) {
        this.trainings = trainings;
        this.states = states;
        this.tenants = tenants;
        this.attempt = attempt;
        this.settings = settings;
        this.draining = draining;
        this.lastCheck = System.nanoTime() - CHECK_INTERVAL.toNanos();
    }

    TenantId tenant() {
        return attempt.tenant();
    }

    /** @throws Ended if the training must not go on */
    void advance(Progress next) {
        boolean stateChanged = next.state() != progress.state();
        progress = next;
        if (stateChanged) {
            check();
        } else {
            checkIfDue();
        }
    }

    /**
     * Keeps the number of rows read.
     *
     * @throws Ended if the training must not go on
     */
    void advance(FitStep step) {
        advance(new Progress(TrainingState.FITTING, progress.rowsRead(), step.phase(), step.percent()));
    }

    /** Also keeps it, for the checks of the model. */
    void examine() {
        advance(new Progress(TrainingState.EXAMINING, progress.rowsRead(), "checking as an upload", null));
    }

    /** @throws Ended if the training must not go on */
    void checkIfDue() {
        if (System.nanoTime() - lastCheck >= CHECK_INTERVAL.toNanos()) {
            check();
        }
    }

    private void check() {
        outdated = tenants.isOutdated(tenant());
        // a model that is ready can still be stored
        if (draining.getCount() == 0 && (outdated || progress.state() != TrainingState.EXAMINING)) {
            throw new Ended(TrainingEnd.SHUT_DOWN);
        }
        permitted = !outdated && states.permission(settings.id(), settings.mode()) == RunPermission.GRANTED;
        storeProgress();
        if (!tenants.isCurrent(settings)) {
            throw new Ended(TrainingEnd.CHANGED_SECRET);
        }
        lastCheck = System.nanoTime();
    }

    private void storeProgress() {
        boolean waits = progress.state() == TrainingState.EXAMINING
                ? outdated
                : !permitted && progress.state() == TrainingState.READING;
        String reason = outdated ? "waiting for the tenant's newest secret" : "paused";
        Progress reported = waits ? new Progress(progress.state(), progress.rowsRead(), reason, null) : progress;
        if (!trainings.storeProgress(tenant(), attempt, reported)) {
            throw new Ended(new TrainingEnd.Lost());
        }
    }

    /** Waits until neither the tenant nor all tenants are paused, and this replica has read the newest secret. */
    void awaitPermission() {
        awaitUntil(() -> permitted);
    }

    /** Call it just before a version is stored: the newest secret may have another label. Does not wait for the end of a pause. */
    void awaitNewestSecret() {
        check();
        awaitUntil(() -> !outdated);
    }

    private void awaitUntil(BooleanSupplier mayGoOn) {
        checkIfDue();
        long start = System.nanoTime();
        while (!mayGoOn.getAsBoolean()) {
            if (System.nanoTime() - start > MAX_PAUSE.toNanos()) {
                throw new Ended(TrainingEnd.PAUSED);
            }
            await(CHECK_INTERVAL);
        }
    }

    /** Waits, and keeps checking; not if this replica ends. */
    void await(Duration duration) {
        long deadline = System.nanoTime() + duration.toNanos();
        for (long remaining = duration.toNanos(); remaining > 0; remaining = deadline - System.nanoTime()) {
            try {
                if (draining.await(Math.min(remaining, CHECK_INTERVAL.toNanos()), TimeUnit.NANOSECONDS)) {
                    check();
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Ended(TrainingEnd.INTERRUPTED);
            }
            checkIfDue();
        }
    }
}
