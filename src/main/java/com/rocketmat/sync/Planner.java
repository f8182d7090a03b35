package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.score.Scores;
import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.Position;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what a slice does next, from the database alone: each decision is part of the transaction that records the previous
 * step, so that a run ends together with its last page or batch. Windows come first, then waiting scores, then scores that a new
 * model renews.
 */
@ApplicationScoped
class Planner {

    /** Due tenants must not wait longer for a worker because scores of another tenant are renewed. */
    private static final Duration RESCORES_AT_MOST = Duration.ofSeconds(5);
    /** Until the part of a rate window that is reserved for others may have refilled. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final RunLog runs;
    private final Positions positions;
    private final Scores scores;
    private final Rescoring rescoring;
    private final Clock clock;

    Planner(RunLog runs, Positions positions, Scores scores, Rescoring rescoring, Clock clock) {
        this.runs = runs;
        this.positions = positions;
        this.scores = scores;
        this.rescoring = rescoring;
        this.clock = clock;
    }

    /** @param position of the tenant when the slice started */
    Step first(SliceContext slice, Position position) {
        TenantId tenant = slice.tenant();
        Optional<OpenRun> open = position.open();
        boolean scoresAgain = open.map(OpenRun::rescoring).orElseGet(() -> rescoring.outstanding(slice));
        Instant now = slice.session().now();
        if (scoresAgain && !windowIsDue(slice)) {
            return next(slice, Progress.of(open.orElseGet(() -> runs.startRescoring(tenant, now))), Set.of());
        }
        open.filter(OpenRun::rescoring).ifPresent(run -> runs.end(tenant, run));
        OpenRun run =
                open.filter(present -> goesFirst(present, slice)).orElseGet(() -> runs.next(tenant, position, now));
        return next(slice, Progress.of(run), Set.of());
    }

    /** A sweep may take hours, and new applications must not wait for its end. */
    private boolean goesFirst(OpenRun run, SliceContext slice) {
        return !run.rescoring() && (!run.sweep() || !windowIsDue(slice));
    }

    private boolean windowIsDue(SliceContext slice) {
        return !clock.instant().isBefore(due(slice));
    }

    private Instant due(SliceContext slice) {
        return positions.due(slice.tenant(), slice.settings().schedule());
    }

    /**
     * @param progress after the last step
     * @param held applications that cannot be written now
     */
    Step next(SliceContext slice, Progress progress, Set<Long> held) {
        OpenRun run = progress.run();
        if (run.rescoring()) {
            return rescore(slice, run, progress.pause());
        }
        if (progress.pause().isPresent()) {
            return wait(progress.pause().get());
        }
        return progress.page()
                .filter(page -> !page.begun() || !writesWithinPage(slice))
                .<Step>map(page -> new Step.ScorePage(run, page))
                .orElseGet(() -> window(slice, run, held));
    }

    /** The rest of the rate window is for waiting scores; the rest of a page is read again, once some of it is scored. */
    private boolean writesWithinPage(SliceContext slice) {
        return slice.live() && slice.session().scarce() && scores.anyWaitingFirst(slice.tenant());
    }

    private Step window(SliceContext slice, OpenRun run, Set<Long> held) {
        TenantId tenant = slice.tenant();
        boolean scoresAgain = run.readWhole() && rescoring.outstanding(slice);
        if (slice.live() && writes(slice, run, held, run.readWhole() && !scoresAgain)) {
            return new Step.Write(runs.kept(tenant, run));
        }
        if (!run.readWhole()) {
            return new Step.ReadPage(run);
        }
        boolean over = runs.over(tenant, run);
        return new Step.End(over && !scoresAgain ? new SliceOutcome.Done() : new SliceOutcome.More());
    }

    /** @param everything includes scores that only replace others */
    private boolean writes(SliceContext slice, OpenRun run, Set<Long> held, boolean everything) {
        TenantId tenant = slice.tenant();
        HarvestSession session = slice.session();
        // a run ends only when everything is written, so that nothing waits without an open run; a sweep makes sure of
        // that
        boolean mayWait = run.id().isPresent() || run.sweep();
        // applications that arrive during a sweep do not wait until the sweep's scores are written
        boolean readsFirst = run.besideSweep() && !run.readWhole() && !session.scarce();
        if (!mayWait || readsFirst) {
            return false;
        }
        boolean waits = !held.isEmpty() || (everything ? scores.anyWaiting(tenant) : scores.anyWaitingFirst(tenant));
        // held scores are awaited at the end, or once nothing more is to be read
        boolean now = run.readWhole() || session.scarce() || held.isEmpty();
        return waits && (now || scores.anyWaitingBeside(tenant, held));
    }

    /** Everything else comes first: due windows, waiting scores, other tenants, and a part of each rate window. */
    private Step rescore(SliceContext slice, OpenRun run, Optional<Instant> pause) {
        TenantId tenant = slice.tenant();
        Instant due = due(slice);
        Instant now = clock.instant();
        if (pause.isPresent()) {
            return wait(earlier(due, pause.get()));
        }
        if (!now.isBefore(due) || !now.isBefore(slice.began().plus(RESCORES_AT_MOST))) {
            return new Step.End(new SliceOutcome.More());
        }
        if (Rescoring.wanted(slice.settings())) {
            if (slice.session().scarce()) {
                return wait(earlier(due, now.plus(REST)));
            }
            if (scores.anyWaiting(tenant)) {
                return new Step.Write(run);
            }
            if (rescoring.outstanding(slice)) {
                return new Step.Rescore(run);
            }
        }
        runs.end(tenant, run);
        return wait(due);
    }

    private static Step wait(Instant until) {
        return new Step.End(new SliceOutcome.Wait(until));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
