package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.model.Models;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.SecondLook;
import com.rocketmat.score.write.WriteTarget;
import com.rocketmat.sync.SliceLoop.Done;
import com.rocketmat.sync.SliceOpening.Opening;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.Lease;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.Leases;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantStates;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.MDC;

/**
 * One slice of a tenant's run. It is short and never sleeps, and after each step any replica can continue from the database. Waiting scores
 * are written before the next page of a window is read, unless a sweep is open too or Greenhouse refuses them. Without an active version, the
 * same loop still does what candidates' rights need.
 */
@ApplicationScoped
public class Slice {

    static final String SLICES = "rocketmat_slices";

    private static final Duration NEXT_LOOK = Duration.ofMinutes(1);
    /** By then this replica takes no more tenants. */
    private static final Duration PAUSE_OF_ALL = Duration.ofSeconds(10);

    private static final String TENANT = "tenant";

    private final TenantRegistry tenants;
    private final TenantStates states;
    private final Leases leases;
    private final HarvestSessions sessions;
    private final Models models;
    private final Positions positions;
    private final RunRequests requests;
    private final SliceOpening opening;
    private final Planner planner;
    private final SliceLoop loop;
    private final SecondLook secondLook;
    private final SliceFailures failures;
    private final TenantUnit unit;
    private final Clock clock;
    private final Timer slices;

    Slice(
            TenantRegistry tenants,
            TenantStates states,
            Leases leases,
            HarvestSessions sessions,
            Models models,
            Positions positions,
            RunRequests requests,
            SliceOpening opening,
            Planner planner,
            SliceLoop loop,
            SecondLook secondLook,
            SliceFailures failures,
            TenantUnit unit,
            Clock clock,
            MeterRegistry metrics) {
        this.tenants = tenants;
        this.states = states;
        this.leases = leases;
        this.sessions = sessions;
        this.models = models;
        this.positions = positions;
        this.requests = requests;
        this.opening = opening;
        this.planner = planner;
        this.loop = loop;
        this.secondLook = secondLook;
        this.failures = failures;
        this.unit = unit;
        this.clock = clock;
        this.slices = metrics.timer(SLICES);
    }

    /** Runs for at most about 30 s; {@code draining} is true once this replica is shutting down. */
    @WithSpan("slice")
    public SliceOutcome run(@SpanAttribute("rocketmat.tenant") TenantId tenant, BooleanSupplier draining) {
        MDC.put(TENANT, tenant.value());
        try {
            return slices.record(() -> tenants.settings(tenant)
                    .map(settings -> guarded(settings, draining))
                    .orElseGet(SliceOutcome.Unknown::new));
        } finally {
            MDC.remove(TENANT);
        }
    }

    private SliceOutcome guarded(TenantSettings settings, BooleanSupplier draining) {
        try {
            return openAndRun(settings, draining);
        } catch (RuntimeException | Error e) {
            if (DatabaseTrouble.causes(e)) {
                throw e;
            }
            return failures.unforeseen(settings, e);
        }
    }

    private SliceOutcome openAndRun(TenantSettings settings, BooleanSupplier draining) {
        TenantId tenant = settings.id();
        // one transaction: with thousands of idle tenants, these steps are most of the work
        return switch (unit.get(tenant, () -> opening.open(settings, draining))) {
            case Opening.Outdated _ -> new SliceOutcome.Unknown();
            case Opening.AllPaused _ -> new SliceOutcome.Due(clock.instant().plus(PAUSE_OF_ALL));
            case Opening.Denied(Lease lease) -> underLease(lease, () -> denied(settings));
            case Opening.Ready ready
            when ready.position().switchedOff() -> underLease(ready.lease(), () -> switchedOff(tenant));
            case Opening.Ready ready -> underLease(ready.lease(), () -> handlingFailures(ready));
        };
    }

    /** If another replica has taken the lease, a failure says nothing about the tenant. */
    private SliceOutcome underLease(Lease lease, Supplier<SliceOutcome> work) {
        try {
            return lease.hold(work::get);
        } catch (RuntimeException | Error e) {
            if (leases.held(lease.tenant(), lease)) {
                throw e;
            }
            Log.warnf(
                    "Lost the lease to another replica; ending the slice: %s",
                    e.getClass().getSimpleName());
            return new SliceOutcome.Lost();
        }
    }

    private SliceOutcome denied(TenantSettings settings) {
        requests.decline(
                settings.id(), () -> states.permission(settings.id(), settings.mode()) == RunPermission.DENIED);
        return SliceOutcome.Due.AS_SCHEDULED;
    }

    /** This slice may have begun with the version that was switched off, so the next slice looks again. */
    private SliceOutcome switchedOff(TenantId tenant) {
        positions.dropSwitchedOff(tenant);
        return new SliceOutcome.More();
    }

    private SliceOutcome handlingFailures(Opening.Ready ready) {
        TenantSettings settings = ready.slice().settings();
        TenantId tenant = settings.id();
        int requested = ready.position().requests();
        Done done = new Done();
        try {
            SliceOutcome outcome = withSecondLook(ready, done);
            if (!(outcome instanceof SliceOutcome.Due) && !cutShort(ready.slice(), outcome, done)) {
                positions.succeeded(tenant);
            }
            return outcome;
        } catch (SessionClosed e) {
            return new SliceOutcome.More();
        } catch (HarvestException e) {
            // a refusal of the old credential says nothing about the new one
            return tenants.isCurrent(settings)
                    ? failures.refused(settings, e.failure(), requested)
                    : new SliceOutcome.More();
        } catch (Unwritable e) {
            return failures.blocked(settings, e.getMessage(), e.remedy(), requested);
        } catch (ScoringFailed e) {
            // a failure of a former version says nothing about the active one, and the next slice reports a quarantine
            return isActive(ready.slice())
                    ? failures.blocked(settings, e.getMessage(), e.remedy(), requested)
                    : new SliceOutcome.More();
        } finally {
            // the last step is followed by a second look at the writes, which may call Greenhouse
            sessions.save(tenant);
        }
    }

    private boolean isActive(SliceContext slice) {
        return models.active(slice.tenant())
                .filter(active -> active.version().equals(slice.model().version()))
                .isPresent();
    }

    private SliceOutcome withSecondLook(Opening.Ready ready, Done done) {
        TenantId tenant = ready.slice().tenant();
        boolean orphaned = ready.position().orphaned();
        // in a dry run nothing is taken back: they are looked at once the tenant is live
        boolean later = orphaned && !ready.slice().live();
        if (orphaned && !later) {
            secondLook.orphaned(tenant);
        }
        try {
            SliceOutcome outcome = work(ready, done);
            if (outcome instanceof SliceOutcome.Due due && secondLook.outstandingAndNew(tenant)) {
                // lists may show by then a write that has to be taken back
                outcome = due.noLaterThan(clock.instant().plus(NEXT_LOOK));
            }
            return ready.slice().withoutModel() ? withoutModel(ready, outcome) : outcome;
        } finally {
            // the next slice may be another replica's
            boolean outstanding = later || secondLook.outstanding(tenant);
            if (outstanding != orphaned) {
                positions.noteOrphaned(tenant, outstanding);
            }
        }
    }

    /** Reports why nothing is scored. A quarantine is not re-checked, since it ends with an activation, and does not delay other work. */
    private SliceOutcome withoutModel(Opening.Ready ready, SliceOutcome outcome) {
        TenantSettings settings = ready.slice().settings();
        TenantId tenant = settings.id();
        Optional<String> quarantined = models.quarantined(tenant);
        if (quarantined.isPresent()) {
            failures.blocked(
                    settings,
                    quarantined.get(),
                    Models.QUARANTINE_REMEDY,
                    ready.position().requests());
            return outcome;
        }
        if (models.active(tenant).isEmpty()) {
            states.noModel(tenant);
        }
        if (ready.position().runRequested()) {
            requests.decline(tenant, () -> models.active(tenant).isEmpty());
        }
        return outcome;
    }

    private SliceOutcome work(Opening.Ready ready, Done done) {
        SliceContext slice = ready.slice();
        if (ready.first().isEmpty()) {
            // a tenant blocked because of its fields must not look healthy because nothing is new; and the window is
            // based on Greenhouse's time, which comes with the first answer
            slice.target();
        }
        Step first =
                ready.first().orElseGet(() -> unit.get(slice.tenant(), () -> planner.first(slice, ready.position())));
        SliceOutcome outcome;
        try {
            outcome = loop.run(slice, first, done);
        } catch (HarvestException e) {
            // with a backlog, each slice ends so, for hours
            if (e.failure() instanceof Throttled
                    && ready.troubled()
                    && slice.mayStep().getAsBoolean()
                    && showsSuccess(slice, done)) {
                clear(slice, false);
            }
            throw e;
        }
        boolean nothingLeft = outcome instanceof SliceOutcome.Due;
        if (ready.troubled() && !cutShort(slice, outcome, done) && (nothingLeft || showsSuccess(slice, done))) {
            clear(slice, nothingLeft);
        }
        if (!(outcome instanceof SliceOutcome.Due due)) {
            return outcome;
        }
        // if this slice compared ids, its outcome already considers the next comparison
        return ready.position()
                .reconcileAt()
                .filter(clock.instant()::isBefore)
                .map(due::noLaterThan)
                .orElse(due);
    }

    /** Whether the slice had to end early, perhaps before its first step. Its outcome then says nothing, and the next slice is due at once. */
    private static boolean cutShort(SliceContext slice, SliceOutcome outcome, Done done) {
        return outcome instanceof SliceOutcome.More
                && !(done.stepped() && slice.mayStep().getAsBoolean());
    }

    /** Whether a slice with more to do shows that Greenhouse refuses nothing any more: a blocked one reads windows before it writes. */
    private boolean showsSuccess(SliceContext slice, Done done) {
        return done.wrote() || (done.stepped() && !(slice.blocked() && planner.hasToWrite(slice)));
    }

    private void clear(SliceContext slice, boolean nothingLeft) {
        if (slice.live()) {
            WriteTarget target = slice.target();
            // if no score waits, nothing else remembers what blocked the tenant
            target.requireNoDamage();
            if (!nothingLeft && target.awaitsFirst()) {
                // not known yet whether the score shows this time
                return;
            }
        }
        states.clear(slice.tenant(), slice.settings().mode());
    }
}
