package com.rocketmat.training.job;

import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.training.job.TrainingEnd.Ended;
import com.rocketmat.training.job.Trainings.Attempt;
import com.rocketmat.training.job.Trainings.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks once a second whether a running training may go on, and tells the database how far it is. Used by the thread that works on
 * the training.
 */
final class TrainingWatch {

    private static final Duration LOOK = Duration.ofSeconds(1);
    /** After that another tenant has the place, and the training starts again from the beginning. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final Trainings trainings;
    private final TenantStates states;
    private final TenantRegistry tenants;
    final Attempt attempt;
    final TenantSettings settings;
    final CountDownLatch draining;
    private Position position = new Position(TrainingState.READING, 0, null, null);
    private boolean permitted;
    private long looked;

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
        this.looked = System.nanoTime() - LOOK.toNanos();
    }

    TenantId tenant() {
        return attempt.tenant();
    }

    /** @throws Ended if it must not go on */
    void at(TrainingState state, int rows, String phase, Optional<Instant> endsAbout) {
        boolean turned = state != position.state();
        position = new Position(state, rows, phase, endsAbout.orElse(null));
        if (turned) {
            look();
        } else {
            lookIfDue();
        }
    }

    /**
     * After all was read: what was read stays told.
     *
     * @throws Ended if it must not go on
     */
    void at(TrainingState state, String phase, Optional<Instant> endsAbout) {
        at(state, position.rowsRead(), phase, endsAbout);
    }

    /** @throws Ended if it must not go on */
    void lookIfDue() {
        if (System.nanoTime() - looked >= LOOK.toNanos()) {
            look();
        }
    }

    private void look() {
        if (draining.getCount() == 0) {
            throw new Ended(TrainingEnd.SHUT_DOWN);
        }
        tell();
        if (!tenants.isCurrent(settings)) {
            throw new Ended(TrainingEnd.changed(trainings.isYoung(tenant())));
        }
        looked = System.nanoTime();
    }

    private void tell() {
        permitted = states.permission(settings.id(), settings.mode()) == RunPermission.GRANTED;
        boolean waits = !permitted && position.state() == TrainingState.READING;
        Position shown = waits ? new Position(position.state(), position.rowsRead(), "paused", null) : position;
        if (!trainings.move(tenant(), attempt, shown)) {
            throw new Ended(new TrainingEnd.Lost());
        }
    }

    /** Waits while the tenant, or all tenants, are paused: Greenhouse is not read meanwhile. */
    void untilReadingIsPermitted() {
        lookIfDue();
        long since = System.nanoTime();
        while (!permitted) {
            if (System.nanoTime() - since > LONGEST_PAUSE.toNanos()) {
                throw new Ended(new TrainingEnd.Again("the tenant is paused; it starts again from the beginning"));
            }
            await(LOOK);
        }
    }

    /** Waits, looking in between. */
    void await(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = until - System.nanoTime()) {
            try {
                if (draining.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
                    look();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Ended(new TrainingEnd.Again("it was interrupted; it starts again from the beginning"));
            }
            lookIfDue();
        }
    }
}
