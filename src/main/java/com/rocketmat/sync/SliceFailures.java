package com.rocketmat.sync;

import com.rocketmat.harvest.Causes;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.DevCenter;
import com.rocketmat.sync.reading.BackOff;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Decides what happens after a slice failed: the tenant pauses, waits for the rate window, or is blocked until someone acts. */
@Singleton
final class SliceFailures {

    /** Failures in a row without a step. Another integration may use up one rate window, but hardly each. */
    private static final int MOST_THROTTLED = 5;

    /** No rate window is this long: Greenhouse, or a proxy, asked for a longer pause. */
    private static final Duration LONG_WINDOW = Duration.ofMinutes(5);

    private static final String THROTTLED =
            "Slices make no progress; Greenhouse's last answer was 429 (too many calls)";
    private static final String LESS_CALLS =
            "if another integration uses this credential, give this service one of its own, or let that one call less;"
                    + " the next attempt is automatic";

    private final Positions positions;
    private final RunRequests runRequests;
    private final RunLog runs;
    private final TenantStates states;
    private final TenantRegistry tenants;
    private final Clock clock;

    SliceFailures(
            Positions positions,
            RunRequests runRequests,
            RunLog runs,
            TenantStates states,
            TenantRegistry tenants,
            Clock clock) {
        this.positions = positions;
        this.runRequests = runRequests;
        this.runs = runs;
        this.states = states;
        this.tenants = tenants;
        this.clock = clock;
    }

    /** @param requests as for {@link #blocked} */
    SliceOutcome refused(TenantSettings settings, HarvestFailure failure, int requests) {
        if (failure instanceof HarvestFailure.Throttled throttled) {
            boolean longPause =
                    Duration.between(clock.instant(), throttled.until()).compareTo(LONG_WINDOW) > 0;
            if (throttled.told() && (positions.failed(settings.id()) >= MOST_THROTTLED || longPause)) {
                note(settings, THROTTLED, LESS_CALLS);
            }
            return new SliceOutcome.Wait(throttled.until());
        }
        Advice advice = Advice.on(failure, DevCenter.of(settings));
        if (advice.kind() != Advice.Kind.STANDING) {
            return backOff(settings, advice.reason(), advice.remedy() + "; the next attempt is automatic");
        }
        return blocked(settings, advice.reason(), advice.remedy(), requests, failure.perhapsOnce());
    }

    /**
     * Someone has to act. If a new secret has just arrived, the refusal of the old one says nothing about it.
     *
     * @param requests the number of runs requested when the slice began; later requests are left to the next slice, which may find the cause
     * removed
     */
    SliceOutcome blocked(TenantSettings settings, String reason, String remedy, int requests) {
        return blocked(settings, reason, remedy, requests, false);
    }

    private SliceOutcome blocked(
            TenantSettings settings, String reason, String remedy, int requests, boolean perhapsOnce) {
        TenantId tenant = settings.id();
        if (!runRequests.decline(tenant, requests, () -> tenants.isCurrent(settings))) {
            return new SliceOutcome.More();
        }
        runs.trouble(tenant, reason);
        return new SliceOutcome.Blocked(states.block(tenant, reason, remedy) && perhapsOnce);
    }

    /** An unexpected exception or error is our fault: the tenant shows its type, the log its stack trace. */
    SliceOutcome unforeseen(TenantSettings settings, Throwable e) {
        Log.error("Slice failed unexpectedly; the tenant pauses before the next attempt", Causes.told(e));
        return backOff(
                settings,
                "Unexpected error in this service: " + Causes.kind(e),
                "report it with the stack trace from the log; the next attempt is automatic");
    }

    private SliceOutcome backOff(TenantSettings settings, String reason, String remedy) {
        int failures = positions.failed(settings.id());
        Duration pause = BackOff.after(failures, ThreadLocalRandom.current());
        note(settings, reason, remedy);
        Log.debugf("Failure %d in a row; next attempt in %s", failures, pause);
        return new SliceOutcome.Wait(clock.instant().plus(pause));
    }

    private void note(TenantSettings settings, String reason, String remedy) {
        runs.trouble(settings.id(), reason);
        states.note(settings.id(), reason, remedy);
    }
}
