package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.HarvestSessions;
import com.rocketmat.model.Models;
import com.rocketmat.model.ScoringFailed;
import com.rocketmat.model.Serving;
import com.rocketmat.score.ScoreWriter;
import com.rocketmat.score.Scores;
import com.rocketmat.score.SliceWrites;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.WriteTarget;
import com.rocketmat.sync.Lookups.Lookup;
import com.rocketmat.tenant.Claim;
import com.rocketmat.tenant.DatabaseTrouble;
import com.rocketmat.tenant.Lease;
import com.rocketmat.tenant.Leases;
import com.rocketmat.tenant.RunPermission;
import com.rocketmat.tenant.SecretWiped;
import com.rocketmat.tenant.TenantId;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.TenantSettings;
import com.rocketmat.tenant.TenantSettings.Mode;
import com.rocketmat.tenant.TenantStates;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.MDC;

/**
 * One slice of a tenant's run: short, never asleep, and after each of its steps the database is in a state from which any replica
 * goes on. What waits is written before more is read.
 */
// its metrics are there from the start: while one is missing the autoscaler takes no replica away
@Startup
@ApplicationScoped
public class Slice {

    static final String SLICES = "rocketmat_slices";
    static final String BUSY = "rocketmat_busy_workers";

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String TENANT = "tenant";

    private final TenantRegistry tenants;
    private final TenantStates states;
    private final Leases leases;
    private final HarvestSessions sessions;
    private final Lookups lookups;
    private final Models models;
    private final Scores scores;
    private final ScoreWriter writer;
    private final Discovery discovery;
    private final Rescoring rescoring;
    private final Runs runs;
    private final Setbacks setbacks;
    private final Clock clock;
    private final Timer slices;
    /** What the autoscaler keeps below the number of workers. */
    private final AtomicInteger busy;

    Slice(
            TenantRegistry tenants,
            TenantStates states,
            Leases leases,
            HarvestSessions sessions,
            Lookups lookups,
            Models models,
            Scores scores,
            ScoreWriter writer,
            Discovery discovery,
            Rescoring rescoring,
            Runs runs,
            Clock clock,
            MeterRegistry metrics) {
        this.tenants = tenants;
        this.states = states;
        this.leases = leases;
        this.sessions = sessions;
        this.lookups = lookups;
        this.models = models;
        this.scores = scores;
        this.writer = writer;
        this.discovery = discovery;
        this.rescoring = rescoring;
        this.runs = runs;
        this.setbacks = new Setbacks(runs, states, clock);
        this.clock = clock;
        this.slices = metrics.timer(SLICES);
        this.busy = metrics.gauge(BUSY, new AtomicInteger());
    }

    /**
     * Runs the tenant for at most about 30 s.
     *
     * @param draining true once this replica wants to stop
     */
    @WithSpan("slice")
    public SliceOutcome run(@SpanAttribute("rocketmat.tenant") TenantId tenant, BooleanSupplier draining) {
        MDC.put(TENANT, tenant.value());
        busy.incrementAndGet();
        try {
            return slices.record(() -> attempt(tenant, draining));
        } finally {
            busy.decrementAndGet();
            MDC.remove(TENANT);
        }
    }

    private SliceOutcome attempt(TenantId tenant, BooleanSupplier draining) {
        return tenants.settings(tenant)
                .map(settings -> attempt(settings, draining))
                .orElseGet(SliceOutcome.Unknown::new);
    }

    private SliceOutcome attempt(TenantSettings settings, BooleanSupplier draining) {
        try {
            return opened(settings, draining);
        } catch (Exception e) {
            // a transaction that does not commit throws a checked exception past the compiler
            if (DatabaseTrouble.causes(e)) {
                throw e;
            }
            return setbacks.unforeseen(settings, e);
        }
    }

    private SliceOutcome opened(TenantSettings settings, BooleanSupplier draining) {
        TenantId tenant = settings.id();
        Instant asked = clock.instant();
        return switch (opening(settings)) {
            case Opening.AllPaused _ -> new SliceOutcome.Held();
            case Opening.Replaced _ -> new SliceOutcome.More();
            case Opening.Denied(Lease lease) ->
                underLease(lease, () -> declined(tenant, () -> permission(settings) == RunPermission.DENIED));
            case Opening.WithoutModel(Lease lease) -> underLease(lease, () -> withoutModel(tenant));
            case Opening.Ready ready -> {
                Lease lease = ready.claim().lease();
                BooleanSupplier goOn = inTime(draining, asBefore(settings, lease, asked));
                yield underLease(lease, () -> attempt(settings, ready, goOn));
            }
        };
    }

    /** What a slice begins with. */
    private sealed interface Opening {

        record AllPaused() implements Opening {}

        /** The secret is another by now. */
        record Replaced() implements Opening {}

        record Denied(Lease lease) implements Opening {}

        record WithoutModel(Lease lease) implements Opening {}

        /**
         * @param scoresAgain there may be something to score again
         * @param position where the tenant stands
         * @param first what it comes to first; empty when Greenhouse is to be asked before
         */
        record Ready(
                Claim claim,
                Serving serving,
                Position position,
                HarvestSession session,
                boolean scoresAgain,
                Optional<Next> first)
                implements Opening {}
    }

    /** In one transaction: of thousands of idle tenants such steps are most of the work. */
    private Opening opening(TenantSettings settings) {
        try {
            return runs.together(settings.id(), () -> open(settings));
        } catch (SecretWiped e) {
            return new Opening.Replaced();
        }
    }

    private Opening open(TenantSettings settings) {
        TenantId tenant = settings.id();
        Claim claim = leases.claim(tenant, settings.mode());
        return switch (asTheSecretSays(settings, claim.permission())) {
            case ALL_PAUSED -> new Opening.AllPaused();
            case DENIED -> new Opening.Denied(claim.lease());
            case GRANTED ->
                models.serving(tenant)
                        .<Opening>map(serving -> ready(settings, claim, serving))
                        .orElseGet(() -> new Opening.WithoutModel(claim.lease()));
        };
    }

    private Opening.Ready ready(TenantSettings settings, Claim claim, Serving serving) {
        Position position =
                runs.position(settings.id(), settings, serving.active().version());
        HarvestSession session = sessions.session(settings);
        boolean scoresAgain = position.open()
                .map(OpenRun::rescoring)
                .orElseGet(() -> rescoring.outstanding(settings, serving.active()));
        Optional<Next> first = claim.troubled() || scoresAgain || !session.knowsTime()
                ? Optional.empty()
                : Optional.of(first(settings, session, serving, position));
        return new Opening.Ready(claim, serving, position, session, scoresAgain, first);
    }

    /** Whatever goes wrong once the lease is another's is no news of this tenant. */
    private SliceOutcome underLease(Lease lease, Supplier<SliceOutcome> work) {
        try {
            return lease.hold(work::get);
        } catch (Exception e) {
            // a transaction that does not commit throws a checked exception past the compiler
            if (leases.held(lease.tenant(), lease)) {
                throw e;
            }
            Log.warnf(
                    "another replica has taken the tenant, this slice ends: %s",
                    e.getClass().getSimpleName());
            return new SliceOutcome.Lost();
        }
    }

    private SliceOutcome withoutModel(TenantId tenant) {
        Optional<String> quarantined = models.quarantined(tenant);
        if (quarantined.isPresent()) {
            return setbacks.blocked(tenant, quarantined.get(), Models.QUARANTINE_REMEDY);
        }
        states.noModel(tenant);
        return declined(tenant, () -> models.active(tenant).isEmpty());
    }

    private SliceOutcome declined(TenantId tenant, BooleanSupplier still) {
        runs.decline(tenant, still);
        return new SliceOutcome.Done();
    }

    private SliceOutcome attempt(TenantSettings settings, Opening.Ready ready, BooleanSupplier goOn) {
        TenantId tenant = settings.id();
        boolean saved = false;
        try {
            SliceOutcome outcome = steps(settings, ready, goOn);
            saved = outcome instanceof SliceOutcome.Done;
            if (!saved) {
                runs.succeeded(tenant);
            }
            return outcome;
        } catch (SecretWiped e) {
            return new SliceOutcome.More();
        } catch (HarvestException e) {
            // what an old credential is told says nothing of the new one
            return present(settings) ? setbacks.refused(settings, e.failure()) : new SliceOutcome.More();
        } catch (Unwritable e) {
            return setbacks.blocked(tenant, e.getMessage(), e.remedy());
        } catch (ScoringFailed e) {
            return setbacks.blocked(tenant, e.getMessage(), e.remedy());
        } finally {
            if (!saved) {
                sessions.save(tenant);
            }
        }
    }

    private SliceOutcome steps(TenantSettings settings, Opening.Ready ready, BooleanSupplier goOn) {
        TenantId tenant = settings.id();
        Serving serving = ready.serving();
        HarvestSession session = ready.session();
        Lookup lookup = lookups.of(tenant, session);
        if (ready.claim().troubled() || !session.knowsTime()) {
            // whoever was blocked for its fields is not to look well because nothing is new
            // and the first answer also tells Greenhouse's time, which the window goes by
            lookup.targetFields(settings);
        }
        SliceOutcome outcome;
        if (ready.scoresAgain() && rescoring.mayTakeATurn(settings)) {
            outcome = rescoring.turn(target(settings, session, lookup), lookup, serving, goOn);
        } else {
            Next first = ready.first()
                    .orElseGet(() -> runs.settled(tenant, () -> first(settings, session, serving, ready.position())));
            outcome = goOn(settings, session, lookup, serving, first, goOn);
        }
        if (ready.claim().troubled()) {
            states.clear(tenant, settings.mode());
        }
        return outcome;
    }

    private static WriteTarget target(TenantSettings settings, HarvestSession session, Lookup lookup) {
        return new WriteTarget(settings, session, lookup.targetFields(settings));
    }

    /** A sweep may take hours, and who applies meanwhile is not to wait for its end. */
    private boolean goesFirst(OpenRun run, TenantSettings settings) {
        return !run.rescoring() && (!run.sweep() || !windowIsDue(settings));
    }

    private boolean windowIsDue(TenantSettings settings) {
        return !clock.instant().isBefore(runs.due(settings.id(), settings.schedule()));
    }

    /** What a run that reads a window comes to next. */
    private sealed interface Next {

        record Read(OpenRun run) implements Next {}

        record Write(OpenRun run) implements Next {}

        record Over(SliceOutcome outcome) implements Next {}
    }

    /** Part of a transaction. */
    private Next first(TenantSettings settings, HarvestSession session, Serving serving, Position position) {
        TenantId tenant = settings.id();
        Optional<OpenRun> open = position.open();
        open.filter(OpenRun::rescoring).ifPresent(run -> runs.end(tenant, run));
        OpenRun run = open.filter(present -> goesFirst(present, settings))
                .orElseGet(() -> runs.next(tenant, position, session.now()));
        return next(settings, session, serving, run, Set.of());
    }

    /**
     * Part of a transaction: a run that is at its end ends with its last page, or its last batch.
     *
     * @param held applications of which nothing can be written just now
     */
    private Next next(TenantSettings settings, HarvestSession session, Serving serving, OpenRun run, Set<Long> held) {
        TenantId tenant = settings.id();
        boolean scoresAgain = run.readWhole() && rescoring.outstanding(settings, serving.active());
        // who applied during a sweep does not wait until what the sweep has found is written
        boolean readsFirst = run.besideSweep() && !run.readWhole() && !session.scarce();
        // no run ends before all is written, so that nothing waits where none is in the log; a sweep makes sure of that
        boolean mayWait = run.id().isPresent() || run.sweep();
        if (settings.mode() == Mode.LIVE && mayWait && !readsFirst) {
            boolean waits = !held.isEmpty() || waits(tenant, run.readWhole() && !scoresAgain);
            // what is held is waited for at the end, or once no more is to be read
            boolean now = run.readWhole() || session.scarce() || held.isEmpty();
            if (waits && (now || scores.anyWaitingBeside(tenant, held))) {
                return new Next.Write(runs.kept(tenant, run));
            }
        }
        if (!run.readWhole()) {
            return new Next.Read(run);
        }
        boolean over = runs.over(tenant, run);
        return new Next.Over(over && !scoresAgain ? new SliceOutcome.Done() : new SliceOutcome.More());
    }

    private SliceOutcome goOn(
            TenantSettings settings,
            HarvestSession session,
            Lookup lookup,
            Serving serving,
            Next first,
            BooleanSupplier goOn) {
        TenantId tenant = settings.id();
        Next next = first;
        try (SliceWrites writes = writer.open(tenant)) {
            while (goOn.getAsBoolean()) {
                switch (next) {
                    case Next.Over(SliceOutcome outcome) -> {
                        return outcome;
                    }
                    case Next.Read(OpenRun run) -> next = read(settings, session, lookup, serving, run, writes, goOn);
                    case Next.Write(OpenRun run) -> {
                        Optional<Instant> pause = writer.write(
                                writes,
                                target(settings, session, lookup),
                                goOn,
                                batch -> runs.wrote(tenant, run, batch));
                        if (pause.isPresent()) {
                            return new SliceOutcome.Wait(pause.get());
                        }
                        next = runs.settled(tenant, () -> next(settings, session, serving, run, writes.held()));
                    }
                }
            }
        }
        return next instanceof Next.Over(SliceOutcome outcome) ? outcome : new SliceOutcome.More();
    }

    private Next read(
            TenantSettings settings,
            HarvestSession session,
            Lookup lookup,
            Serving serving,
            OpenRun run,
            SliceWrites writes,
            BooleanSupplier goOn) {
        try {
            return discovery.readPage(
                    settings,
                    session,
                    lookup,
                    serving,
                    run,
                    goOn,
                    current -> next(settings, session, serving, current, writes.held()));
        } catch (HarvestException | Unwritable | ScoringFailed e) {
            // why it does not get on stands in the run log
            runs.kept(settings.id(), run);
            throw e;
        }
    }

    private boolean waits(TenantId tenant, boolean whatever) {
        return whatever ? scores.anyWaiting(tenant) : scores.anyWaitingFirst(tenant);
    }

    private BooleanSupplier inTime(BooleanSupplier draining, BooleanSupplier allowed) {
        Instant end = clock.instant().plus(LONGEST);
        return () -> !draining.getAsBoolean() && clock.instant().isBefore(end) && allowed.getAsBoolean();
    }

    /** A changed secret, a pause, a removal or another replica's lease takes effect before the next step, or PATCH. */
    private BooleanSupplier asBefore(TenantSettings settings, Lease lease, Instant asked) {
        var permit = Permit.granted(
                () -> leases.held(settings.id(), lease) && permission(settings) == RunPermission.GRANTED, clock, asked);
        return () -> present(settings) && permit.getAsBoolean();
    }

    private boolean present(TenantSettings settings) {
        return tenants.settings(settings.id()).filter(settings::equals).isPresent();
    }

    private RunPermission permission(TenantSettings settings) {
        return asTheSecretSays(settings, states.permission(settings.id()));
    }

    /** What the secret says counts here at once, whenever the database learns of it. */
    private static RunPermission asTheSecretSays(TenantSettings settings, RunPermission permission) {
        return settings.mode() == Mode.PAUSED ? RunPermission.DENIED : permission;
    }
}
