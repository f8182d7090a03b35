package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.score.Scores;
import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.Position;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.sync.run.Reconciliations;
import com.rocketmat.sync.run.Reconciliations.Stored;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.WantedApplications;
import com.rocketmat.sync.run.WantedApplications.Wanted;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what a slice does next, from the database alone, in the transaction that records the previous step. Only writes are recorded as they
 * are answered, so a run stays open from its last write to the next decision. The order: applications named to us; waiting scores; the next page
 * of a window (before waiting scores while a sweep is open or Greenhouse refuses them, but in a sweep that renews scores only after them); last
 * the comparison of stored ids with Greenhouse. Without an active version, only the first and the last are done.
 */
@ApplicationScoped
class Planner {

    /** By then, the part of the rate window that is reserved for other work may have refilled. */
    private static final Duration UNTIL_REFILLED = Duration.ofSeconds(5);

    private final RunLog runs;
    private final Positions positions;
    private final Scores scores;
    private final WantedApplications wanted;
    private final Reconciliations reconciliations;
    private final Clock clock;

    Planner(
            RunLog runs,
            Positions positions,
            Scores scores,
            WantedApplications wanted,
            Reconciliations reconciliations,
            Clock clock) {
        this.runs = runs;
        this.positions = positions;
        this.scores = scores;
        this.wanted = wanted;
        this.reconciliations = reconciliations;
        this.clock = clock;
    }

    Step first(SliceContext slice, Position position) {
        TenantId tenant = slice.tenant();
        Optional<OpenRun> open = position.open();
        Instant now = slice.session().now();
        if (slice.withoutModel()) {
            return withoutModel(
                    slice, Progress.of(open.filter(OpenRun::named).orElseGet(() -> runs.startNamed(tenant, now))));
        }
        return next(slice, Progress.of(run(slice, position, now)), Set.of(), position.idsWait());
    }

    private OpenRun run(SliceContext slice, Position position, Instant now) {
        Optional<OpenRun> open = position.open();
        if (open.filter(run -> goesOn(run, slice)).isPresent()) {
            return open.get();
        }
        open.filter(run -> !run.sweep()).ifPresent(run -> runs.end(slice.tenant(), run));
        // scores that another kind of run left to be written need one that is in the log from its start
        if (open.isEmpty() && (position.idsWait() || reconciles(position)) && !windowIsDue(slice)) {
            return runs.startNamed(slice.tenant(), now);
        }
        return runs.startNext(slice.tenant(), position, now);
    }

    private boolean goesOn(OpenRun run, SliceContext slice) {
        return switch (run.kind()) {
            case NAMED -> !windowIsDue(slice);
            // new applications wait neither for the end of a sweep, which may take hours, nor for a window's writes,
            // which Greenhouse may refuse
            case WINDOW -> (!run.sweep() && !run.readWhole()) || !windowIsDue(slice);
        };
    }

    private boolean reconciles(Position position) {
        return position.reconcileAt()
                .filter(moment -> !clock.instant().isBefore(moment))
                .isPresent();
    }

    private boolean windowIsDue(SliceContext slice) {
        return !clock.instant().isBefore(due(slice));
    }

    private Instant due(SliceContext slice) {
        return positions.due(slice.tenant(), slice.settings().schedule());
    }

    /** @param held applications that cannot be written now */
    Step next(SliceContext slice, Progress progress, Set<Long> held) {
        // for a window that is not in the log, its start and its end ask for them
        OpenRun run = progress.run();
        return next(slice, progress, held, run.named() || run.id().isPresent());
    }

    /** @param named whether there may be applications that were named to us */
    private Step next(SliceContext slice, Progress progress, Set<Long> held, boolean named) {
        OpenRun run = progress.run();
        if (slice.withoutModel()) {
            return withoutModel(slice, progress);
        }
        if (progress.pause().isPresent()) {
            return wait(progress.pause().get());
        }
        // the rest of a scarce rate window is for waiting scores; a page that is scored in part is read again
        boolean onlyWrites = slice.live() && slice.session().scarce() && scores.anyWaitingFirst(slice.tenant());
        Optional<Step> reads = progress.page()
                .filter(page -> !page.begun() || !onlyWrites)
                .map(page -> within(run, page))
                .or(() -> named && !onlyWrites ? readIds(slice, run) : Optional.empty());
        if (reads.isPresent()) {
            return reads.get();
        }
        if (slice.live() && writes(slice, run, held)) {
            return write(slice, run);
        }
        if (!run.readWhole()) {
            return new Step.ReadPage(run);
        }
        return run.named() ? between(slice, run) : atTheEnd(slice, run, held);
    }

    /**
     * Does what candidates' rights need. Windows, waiting scores and requests are left to the next version that is activated, and an open run
     * stays as it is.
     */
    private Step withoutModel(SliceContext slice, Progress progress) {
        OpenRun run = progress.run();
        return progress.page()
                .map(page -> within(run, page))
                .or(() -> readIds(slice, run))
                .or(() -> reconcile(slice, run))
                .orElseGet(() -> {
                    runs.over(slice.tenant(), run);
                    return new Step.End(new SliceOutcome.Due(reconciliations.nextAt(slice.tenant())));
                });
    }

    private static Step within(OpenRun run, LoadedPage page) {
        return page.toEmpty().isEmpty() ? new Step.ScorePage(run, page) : new Step.EmptyFields(run, page);
    }

    private Optional<Step> readIds(SliceContext slice, OpenRun run) {
        List<Wanted> next = wanted.next(slice.tenant(), HarvestSession.MOST_IDS);
        return next.isEmpty() ? Optional.empty() : Optional.of(new Step.ReadIds(run, next));
    }

    private Step atTheEnd(SliceContext slice, OpenRun run, Set<Long> held) {
        TenantId tenant = slice.tenant();
        boolean logged = run.id().isPresent();
        boolean over = runs.over(tenant, run);
        if (run.besideSweep() && !windowIsDue(slice)) {
            // in the next slice another window may be due before any page of the sweep
            return next(slice, Progress.of(positions.position(tenant).open().orElseThrow()), held);
        }
        boolean reconciles = over && logged && !clock.instant().isBefore(reconciliations.nextAt(tenant));
        return new Step.End(over && !reconciles ? SliceOutcome.Due.AS_SCHEDULED : new SliceOutcome.More());
    }

    /** The next window is due when it was due before; the next comparison may be due earlier. */
    private Step between(SliceContext slice, OpenRun run) {
        TenantId tenant = slice.tenant();
        Optional<Step> compares = reconcile(slice, run);
        if (compares.isPresent()) {
            return compares.get();
        }
        if (!runs.over(tenant, run)) {
            return new Step.End(new SliceOutcome.More());
        }
        return new Step.End(new SliceOutcome.Due(earlier(due(slice), reconciliations.nextAt(tenant))));
    }

    boolean hasToWrite(SliceContext slice) {
        return slice.live() && scores.anyWaiting(slice.tenant());
    }

    private Optional<Step> reconcile(SliceContext slice, OpenRun run) {
        List<Stored> stored = reconciliations.next(slice.tenant(), HarvestSession.MOST_IDS);
        return stored.isEmpty() ? Optional.empty() : Optional.of(new Step.Reconcile(run, stored));
    }

    /** Scores that only replace others leave a part of each rate window to other work. */
    private Step write(SliceContext slice, OpenRun run) {
        boolean renews = slice.settings().rescores() && !scores.anyWaitingFirst(slice.tenant());
        return renews && slice.session().scarce()
                ? wait(earlier(due(slice), clock.instant().plus(UNTIL_REFILLED)))
                : new Step.Write(run, renews);
    }

    private boolean writes(SliceContext slice, OpenRun run, Set<Long> held) {
        TenantId tenant = slice.tenant();
        if (run.id().isEmpty()) {
            // nothing waits without an open run: a run ends only when everything is written or another one takes over
            return false;
        }
        // in a sweep, scores that another version left waiting must show in the rows that are read next
        boolean all = run.readWhole() || (run.sweep() && slice.settings().rescores());
        if (all || slice.session().scarce()) {
            // held scores are waited for once there is nothing more to read
            return !held.isEmpty() || (all ? scores.anyWaiting(tenant) : scores.anyWaitingFirst(tenant));
        }
        if (run.besideSweep() || (slice.blocked() && !run.sweep())) {
            // applications that arrive during a sweep, or while Greenhouse refuses writes, do not wait for them
            return false;
        }
        return held.isEmpty() ? scores.anyWaitingFirst(tenant) : scores.anyWaitingBeside(tenant, held);
    }

    private static Step wait(Instant until) {
        return new Step.End(new SliceOutcome.Wait(until));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
