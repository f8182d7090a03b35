package com.rocketmat.sync.run;

import com.rocketmat.score.Scores;
import com.rocketmat.score.write.ScoreWriter;
import com.rocketmat.sync.run.Run.Kind;
import com.rocketmat.sync.run.SyncPosition.Stage;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The run log: what was read, scored and written, recorded together with the resulting position. */
@TenantRows
public class RunLog {

    private static final String NAMED = "webhook";

    private final Scores scores;
    private final Event<Scored> recorded;
    private final SyncConfig config;
    private final Clock clock;

    RunLog(Scores scores, Event<Scored> recorded, SyncConfig config, Clock clock) {
        this.scores = scores;
        this.recorded = recorded;
        this.config = config;
        this.clock = clock;
    }

    /** The runs before one, newest first. */
    List<Run> page(TenantId tenant, long before, int size) {
        return Run.page(tenant, before, size);
    }

    /** The latest runs, newest first. */
    public List<RunView> latest(TenantId tenant, int most) {
        return Run.page(tenant, Long.MAX_VALUE, most).stream().map(RunView::of).toList();
    }

    /** The open runs: the window opened beside a sweep comes before the sweep. */
    public List<RunUnderWay> underWay(TenantId tenant) {
        return Run.open(tenant).stream().map(RunUnderWay::of).toList();
    }

    /** Opens the tenant's next window; while a sweep is open, one of recent changes. {@code now} is Greenhouse's time. */
    OpenRun start(TenantId tenant, Instant now) {
        SyncPosition position = SyncPosition.of(tenant);
        Run run = new Run(Optional.ofNullable(position.requestedBy).orElse(RunRequests.SCHEDULE), clock.instant());
        position.requestedBy = null;
        Watermark watermark = position.watermark();
        Optional<Run> sweeping = Run.openSweep(tenant);
        run.at(sweeping.map(sweep -> watermark.beside(sweep.windowTo, now, config.overlap()))
                .orElseGet(() -> watermark.next(now, config.overlap(), config.sweep())));
        run.persist();
        return OpenRun.of(run, sweeping.isPresent());
    }

    /**
     * As {@link #start}, but a scheduled window of recent changes, while no other run is open, is not in the run log yet: most are empty, and
     * recorded at their end alone. A sweep is recorded at once: a request for another one must find it.
     */
    public OpenRun startNext(TenantId tenant, Position position, Instant now) {
        Reading next = position.watermark().next(now, config.overlap(), config.sweep());
        if (next.sweep() || position.open().isPresent() || position.runRequested()) {
            return start(tenant, now);
        }
        Run run = new Run(RunRequests.SCHEDULE, clock.instant());
        run.at(next);
        return OpenRun.of(run, false);
    }

    /** Adds the run to the log, unless it, or another open run, is there. */
    public void log(TenantId tenant, OpenRun open) {
        // while no version is active, a window may stay open for the next one
        if (open.id().isEmpty() && Run.open(tenant).isEmpty()) {
            openRow(tenant, open);
        }
    }

    /**
     * For applications read by their ids while no window is under way; it reads none, and is logged once one is scored. {@code now} is
     * Greenhouse's time.
     */
    public OpenRun startNamed(TenantId tenant, Instant now) {
        Run run = new Run(NAMED, clock.instant());
        run.kind = Kind.NAMED;
        run.at(new Reading(Optional.of(now), now, Optional.empty(), true));
        return OpenRun.of(run, false);
    }

    /** After part of the current page is scored; the position stays, so that the rest of the page is read again. */
    public OpenRun recordPart(TenantId tenant, OpenRun open, Scored made, boolean dryRun) {
        Run run = counted(tenant, open, made);
        run.at(run.reading().noLaterThan(open.reading().to()));
        record(tenant, made, dryRun);
        return OpenRun.of(run, open.besideSweep());
    }

    /** Where reading continues, empty at the end, and the attributes of applications that its pages contain. */
    public record NextPage(Optional<String> page, Set<String> attributes) {}

    /**
     * The page is done: its last scores and the position commit together. An empty page that was the whole window is recorded
     * together with the run's end.
     */
    public OpenRun recordPage(TenantId tenant, OpenRun open, Scored made, boolean dryRun, NextPage next) {
        if (open.id().isEmpty() && made.scores().isEmpty() && next.page().isEmpty()) {
            return open.with(open.reading().after(next.page()));
        }
        Run run = counted(tenant, open, made);
        Reading reading = run.reading().noLaterThan(open.reading().to()).after(next.page());
        run.at(reading);
        run.attributes = String.join(",", next.attributes());
        SyncPosition position = SyncPosition.of(tenant);
        position.moveTo(position.watermark().after(reading));
        record(tenant, made, dryRun);
        return OpenRun.of(run, open.besideSweep());
    }

    /** Reads the window again from its first page, for example because Greenhouse no longer accepts the cursor. */
    public OpenRun restart(TenantId tenant, OpenRun open) {
        Run run = openRow(tenant, open);
        run.at(run.reading().again());
        return OpenRun.of(run, open.besideSweep());
    }

    public void wrote(TenantId tenant, OpenRun open, ScoreWriter.Batch batch) {
        long id = open.id().orElseThrow();
        // locked before the run, as in a request for another one
        SyncPosition position = SyncPosition.locked(tenant);
        position.failures = 0;
        if (!Run.wrote(tenant, id, batch)) {
            throw notOpen(tenant, id);
        }
    }

    public void end(TenantId tenant, OpenRun open) {
        openRow(tenant, open).endedAt = clock.instant();
    }

    /** Ends the run, and returns whether the tenant has nothing more to do now: no requested run and no open sweep. */
    public boolean over(TenantId tenant, OpenRun open) {
        if (open.id().isPresent()) {
            end(tenant, open);
        } else if (!open.named()) {
            return !Run.addEmpty(tenant, open, clock.instant());
        }
        SyncPosition position = SyncPosition.of(tenant);
        position.failures = 0;
        return position.requestedBy == null && position.stage != Stage.GOING_LIVE && !open.besideSweep();
    }

    /** Records why the current run makes no progress; it stays open. */
    public void trouble(TenantId tenant, String error) {
        Run.open(tenant).stream().findFirst().ifPresent(run -> run.error = error);
    }

    /** After the changes of the run and the position, because this locks the head of the decision log. */
    private void record(TenantId tenant, Scored made, boolean dryRun) {
        scores.record(tenant, made.version(), made.scores(), dryRun);
        made.shadows().forEach((version, scored) -> scores.recordShadow(tenant, version, scored));
        recorded.fire(made);
    }

    /** The run with these scores counted. */
    private Run counted(TenantId tenant, OpenRun open, Scored made) {
        if (open.sweep()) {
            // serialised with a request for another sweep, which changes the run too
            SyncPosition.locked(tenant);
        }
        Run run = openRow(tenant, open);
        // progress before a failure counts, so that occasional failures do not lead to longer and longer pauses
        SyncPosition.of(tenant).failures = 0;
        int refused = (int)
                made.scores().stream().filter(score -> score.value() == null).count();
        run.discovered += made.scores().size();
        run.scored += made.scores().size() - refused;
        run.renewed += (int) made.scores().stream()
                .filter(score -> score.value() != null && score.replaces() != null)
                .count();
        run.failed += refused;
        run.error = null;
        return run;
    }

    private static Run openRow(TenantId tenant, OpenRun open) {
        if (open.id().isEmpty()) {
            Run run = new Run(open.named() ? NAMED : RunRequests.SCHEDULE, open.startedAt());
            run.kind = open.kind();
            run.at(open.reading());
            run.persist();
            return run;
        }
        long id = open.id().getAsLong();
        return Run.open(id).orElseThrow(() -> notOpen(tenant, id));
    }

    private static IllegalStateException notOpen(TenantId tenant, long id) {
        return new IllegalStateException("run %d of %s is not open".formatted(id, tenant));
    }
}
