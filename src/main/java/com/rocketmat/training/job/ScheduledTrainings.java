package com.rocketmat.training.job;

import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSchedule;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Requests the trainings that tenants' secrets schedule. Every replica tries, and the first one wins. */
@ApplicationScoped
class ScheduledTrainings {

    static final String SCHEDULE = "schedule";

    /** How late a training may start if no replica ran when it was due. */
    private static final Duration MAX_DELAY = Duration.ofMinutes(10);

    private final TenantRegistry tenants;
    private final Trainings trainings;
    private final TrainingRequests requests;
    private final Clock clock;

    ScheduledTrainings(TenantRegistry tenants, Trainings trainings, TrainingRequests requests, Clock clock) {
        this.tenants = tenants;
        this.trainings = trainings;
        this.requests = requests;
        this.clock = clock;
    }

    @Scheduled(every = "1m", delayed = "20s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        tenants.running()
                .forEach((tenant, settings) -> settings.trainingSchedule().ifPresent(schedule -> {
                    try {
                        requestIfDue(tenant, schedule);
                    } catch (RuntimeException e) {
                        Log.warnf("Cannot request the scheduled training of %s; retrying: %s", tenant, e.toString());
                    }
                }));
    }

    private void requestIfDue(TenantId tenant, TenantSchedule schedule) {
        Instant now = clock.instant();
        Instant due = schedule.next(now.minus(MAX_DELAY));
        // the newest secret may have another schedule, or none
        if (!due.isAfter(now) && !tenants.isOutdated(tenant) && !trainings.requestedSince(tenant, due)) {
            try {
                requests.repeatLast(tenant, SCHEDULE);
            } catch (HttpProblem e) {
                Log.debugf("No scheduled training of %s: %s", tenant, e.getDetail());
            }
        }
    }
}
