package com.rocketmat.schedule;

import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds tenants planned or claimed while PostgreSQL's clock was ahead. Once that is set back, they would wait for as long as the clock was
 * wrong, perhaps years, without an alert, since they are not late.
 */
@ApplicationScoped
class PlannedAhead {

    /** Re-checks, rate windows and pauses after failures are at most this long, and may exceed a short schedule. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** Starts are spread, and rate windows are taken to end a moment later than Greenhouse says. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final NextDue nextDue;
    private final DueTenants due;
    private final TenantRegistry tenants;
    private final Clock clock;

    PlannedAhead(NextDue nextDue, DueTenants due, TenantRegistry tenants, Clock clock) {
        this.nextDue = nextDue;
        this.due = due;
        this.tenants = tenants;
        this.clock = clock;
    }

    @Scheduled(every = "5m", delayed = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    void makeDue() {
        due.correctHeartbeats();
        Instant now = clock.instant();
        Set<TenantId> ahead = nextDue.dueAfter(now.plus(LONGEST_PAUSE).plus(TOLERANCE)).entrySet().stream()
                .filter(entry -> isAhead(entry.getKey(), entry.getValue(), now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (!ahead.isEmpty()) {
            Log.warnf(
                    "Tenants planned later than their schedules say: %d; a clock was wrong, or this replica has not read Vault for long; making them due",
                    ahead.size());
            due.makeDue(ahead);
        }
    }

    private boolean isAhead(TenantId tenant, Instant planned, Instant now) {
        return tenants.settings(tenant)
                .filter(settings ->
                        planned.minus(TOLERANCE).isAfter(settings.schedule().next(now)))
                .isPresent();
    }
}
