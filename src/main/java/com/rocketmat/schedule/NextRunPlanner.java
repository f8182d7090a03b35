package com.rocketmat.schedule;

import com.rocketmat.sync.Slice;
import com.rocketmat.sync.SliceOutcome;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantStates;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs a tenant's slice and decides when the next one is due. */
@ApplicationScoped
class NextRunPlanner {

    private static final Duration RE_CHECK = Duration.ofHours(1);
    /** A proxy or a token endpoint may refuse a single call; a revoked credential costs one more. */
    private static final Duration FIRST_RE_CHECK = Duration.ofMinutes(1);
    /** Greenhouse's time is known to half a second; a call before the window's edge would be a 429. */
    private static final Duration AFTER_WINDOW = Duration.ofMillis(600);

    /** By then, a replica that has read the tenant's secret takes the tenant. */
    private static final Duration UNTIL_OTHER_REPLICA = Duration.ofSeconds(5);

    private final Slice slice;
    private final RunRequests requests;
    private final TenantStates states;
    private final TenantRegistry tenants;
    private final Clock clock;

    NextRunPlanner(Slice slice, RunRequests requests, TenantStates states, TenantRegistry tenants, Clock clock) {
        this.slice = slice;
        this.requests = requests;
        this.states = states;
        this.tenants = tenants;
        this.clock = clock;
    }

    /** Runs one slice, and returns when the tenant is due next; empty if another replica has taken it over. */
    Optional<Turn> run(TenantId tenant, BooleanSupplier draining) {
        if (draining.getAsBoolean()) {
            // claimed just when this replica was told to stop
            return Optional.of(Turn.at(clock.instant()));
        }
        SliceOutcome outcome = slice.run(tenant, draining);
        Instant now = clock.instant();
        return Optional.ofNullable(
                switch (outcome) {
                    case SliceOutcome.Lost _ -> null;
                    // a run may have been requested meanwhile
                    case SliceOutcome.More _ -> new Turn(now, !requests.requested(tenant));
                    case SliceOutcome.Wait wait ->
                        Turn.yielding(later(now, wait.until().plus(AFTER_WINDOW)));
                    case SliceOutcome.Due due -> Turn.at(due(tenant, due.latest(), now));
                    // only what a person does is worth an earlier check, and that makes the tenant due
                    case SliceOutcome.Blocked blocked ->
                        requests.requested(tenant)
                                ? Turn.at(now)
                                : Turn.yielding(now.plus(blocked.perhapsOnce() ? FIRST_RE_CHECK : RE_CHECK));
                    case SliceOutcome.Unknown _ -> unknown(tenant, now);
                });
    }

    /** Another replica has newer settings, or any at all: the tenant waits for it. If none has, a request is declined. */
    private Turn unknown(TenantId tenant, Instant now) {
        if (requests.requested(tenant)) {
            requests.decline(tenant, () -> !hasSettings(tenant));
        }
        return hasSettings(tenant) ? Turn.yielding(now.plus(UNTIL_OTHER_REPLICA)) : Turn.at(now.plus(RE_CHECK));
    }

    /**
     * Another replica may have settings for it. If not, the tenant ended while a slice ran, or was made due without a valid secret, for example by
     * its first model; a valid secret makes it due.
     */
    private boolean hasSettings(TenantId tenant) {
        return states.standing(tenant).state().hasSettings();
    }

    private Instant due(TenantId tenant, Instant latest, Instant now) {
        return tenants.settings(tenant)
                .map(TenantSettings::schedule)
                .map(schedule -> latest.isAfter(schedule.next(now))
                        ? Spread.next(tenant, schedule, now)
                        : later(now, Spread.at(tenant, schedule, latest)))
                .orElseGet(() -> now.plus(UNTIL_OTHER_REPLICA));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
