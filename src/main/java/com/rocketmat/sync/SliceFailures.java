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

/** What happens to a tenant whose slice failed: it pauses, waits for the rate window, or is blocked until someone acts. */
@Singleton
final class SliceFailures {

    /** Failures in a row, without a step in between: others may use up one window, but hardly each. */
    private static final int MOST_THROTTLED = 5;

    /** No window is that long: Greenhouse, or a proxy, has asked for more. */
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
            boolean rests = Duration.between(clock.instant(), throttled.until()).compareTo(LONG_WINDOW) > 0;
            if (throttled.told() && (positions.failed(settings.id()) >= MOST_THROTTLED || rests)) {
                note(settings, THROTTLED, LESS_CALLS);
            }
            return new SliceOutcome.Wait(throttled.until());
        }
        Advice advice = Advice.on(failure, new DevCenter(settings.credential(), settings.userId()));
        if (advice.kind() != Advice.Kind.STANDING) {
            return rest(settings, advice.reason(), advice.remedy() + "; the next attempt is automatic");
        }
        return blocked(settings, advice.reason(), advice.remedy(), requests, failure.perhapsOnce());
    }

    /**
     * Someone has to act. A refusal of an old secret says nothing about a new one, which may arrive at this moment.
     *
     * @param requests how many runs were requested when the slice began; one that was since is for the next slice, which may find the cause
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

    /** An unexpected exception, or error, is our fault: the tenant shows its type, the log its stack trace. */
    SliceOutcome unforeseen(TenantSettings settings, Throwable e) {
        Log.error("Slice failed unexpectedly; the tenant pauses before the next attempt", Causes.told(e));
        return rest(
                settings,
                "Unexpected error in this service: " + Causes.kind(e),
                "report it with the stack trace from the log; the next attempt is automatic");
    }

    private SliceOutcome rest(TenantSettings settings, String reason, String remedy) {
        int failures = positions.failed(settings.id());
        Duration rest = BackOff.after(failures, ThreadLocalRandom.current());
        note(settings, reason, remedy);
        Log.debugf("Failure %d in a row; next attempt in %s", failures, rest);
        return new SliceOutcome.Wait(clock.instant().plus(rest));
    }

    private void note(TenantSettings settings, String reason, String remedy) {
        runs.trouble(settings.id(), reason);
        states.note(settings.id(), reason, remedy);
    }
}
