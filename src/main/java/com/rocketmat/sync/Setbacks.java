package com.rocketmat.sync;

import com.rocketmat.harvest.Causes;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.sync.reading.BackOff;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What becomes of a tenant whose slice did not get on: it rests, waits for the rate window, or is blocked until somebody acts. */
final class Setbacks {

    private static final String V3_INSTEAD =
            "create a credential of type Harvest V3 (OAuth) in Greenhouse's Dev Center and put harvest_client_id and"
                    + " harvest_client_secret in the place of harvest_api_key; as long as Greenhouse serves v1 at all, ticking the"
                    + " key's permissions will do";

    private final Positions positions;
    private final RunRequests requests;
    private final RunLog runs;
    private final TenantStates states;
    private final Clock clock;

    Setbacks(Positions positions, RunRequests requests, RunLog runs, TenantStates states, Clock clock) {
        this.positions = positions;
        this.requests = requests;
        this.runs = runs;
        this.states = states;
        this.clock = clock;
    }

    /** What Greenhouse refused, or could not do. */
    SliceOutcome refused(TenantSettings settings, HarvestFailure failure) {
        TenantId tenant = settings.id();
        return switch (failure) {
            case HarvestFailure.Throttled throttled -> new SliceOutcome.Wait(throttled.until());
            case HarvestFailure.Unauthorised refusal ->
                blocked(
                        tenant,
                        refusal.what(),
                        "check harvest_client_id and harvest_client_secret against the credential in Greenhouse's Dev Center");
            case HarvestFailure.Retired refusal -> blocked(tenant, refusal.what(), V3_INSTEAD);
            case HarvestFailure.NoSuchUser user ->
                blocked(
                        tenant,
                        "harvest_user_id: Greenhouse does not let the key act for user " + user.userId(),
                        "set harvest_user_id to the id of an active Greenhouse user who may edit applications");
            case HarvestFailure.Forbidden refusal ->
                blocked(
                        tenant,
                        "Greenhouse forbids what needs the scope " + refusal.scope(),
                        "tick the scope at the credential in Greenhouse's Dev Center, and see that its user is a Site Admin");
            case HarvestFailure.NotFound missing -> rest(settings, "not found: " + missing.what());
            case HarvestFailure.Invalid invalid ->
                rest(settings, "Greenhouse calls a request wrong: %s %s".formatted(invalid.what(), invalid.fields()));
            case HarvestFailure.Resting trouble -> rest(settings, "Greenhouse is not available: " + trouble.what());
            case HarvestFailure.Unavailable trouble -> rest(settings, "Greenhouse is not available: " + trouble.what());
            case HarvestFailure.UnknownOutcome trouble ->
                rest(settings, "Greenhouse did not confirm a write, it will be read back: " + trouble.what());
        };
    }

    /** Somebody has to act. */
    SliceOutcome blocked(TenantId tenant, String reason, String remedy) {
        runs.trouble(tenant, reason);
        requests.decline(tenant, () -> true);
        states.block(tenant, reason, remedy);
        return new SliceOutcome.Blocked();
    }

    /** What no code foresees is ours to mend: the tenant shows the kind, the log has the place. */
    SliceOutcome unforeseen(TenantSettings settings, Exception e) {
        Log.error("Slice failed unexpectedly; the tenant rests before the next try", Causes.told(e));
        return rest(
                settings,
                "Unexpected error in this service: " + e.getClass().getSimpleName(),
                "report it with the stack trace from the log; the next try is automatic");
    }

    private SliceOutcome rest(TenantSettings settings, String reason) {
        return rest(settings, reason, "nothing to do unless it lasts; the next try is automatic");
    }

    private SliceOutcome rest(TenantSettings settings, String reason, String remedy) {
        int failures = positions.failed(settings.id());
        Duration rest = BackOff.after(failures, ThreadLocalRandom.current());
        runs.trouble(settings.id(), reason);
        states.note(settings.id(), reason, remedy);
        Log.debugf("failure %d in a row, next try in %s", failures, rest);
        return new SliceOutcome.Wait(clock.instant().plus(rest));
    }
}
