package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.ScoreWriter;
import com.rocketmat.score.write.SliceWrites;
import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.Reconciliations.Stored;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.WantedApplications.Wanted;
import com.rocketmat.tenant.scope.TenantUnit;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The steps of a slice: each is executed, then recorded, and the same transaction decides the next one. Writes to Greenhouse are recorded as
 * they are answered.
 */
@ApplicationScoped
class SliceLoop {

    private final Planner planner;
    private final Discovery discovery;
    private final ReadingByIds byIds;
    private final Reconciliation reconciliation;
    private final ScoreWriter writer;
    private final RunLog runs;
    private final HarvestSessions sessions;
    private final TenantUnit unit;

    SliceLoop(
            Planner planner,
            Discovery discovery,
            ReadingByIds byIds,
            Reconciliation reconciliation,
            ScoreWriter writer,
            RunLog runs,
            HarvestSessions sessions,
            TenantUnit unit) {
        this.planner = planner;
        this.discovery = discovery;
        this.byIds = byIds;
        this.reconciliation = reconciliation;
        this.writer = writer;
        this.runs = runs;
        this.sessions = sessions;
        this.unit = unit;
    }

    /** What a slice has done so far, however it ends. */
    static final class Done {
        private boolean stepped;
        private boolean wrote;

        boolean stepped() {
            return stepped;
        }

        /** Whether a score was written. */
        boolean wrote() {
            return wrote;
        }
    }

    SliceOutcome run(SliceContext slice, Step first, Done done) {
        Step step = first;
        // in a dry run nothing is taken back: earlier writes are looked at once the tenant is live
        BooleanSupplier mayTakeBack = () -> slice.live() && slice.mayWrite().getAsBoolean();
        try (SliceWrites writes = writer.open(slice.tenant(), slice::target, mayTakeBack)) {
            writes.lookAgain();
            while (!(step instanceof Step.End)
                    && (slice.hasTime().getAsBoolean()
                            || (isOwed(step) && slice.mayStep().getAsBoolean()))) {
                Supplier<Progress> progress = execute(slice, step, writes, done);
                step = unit.get(slice.tenant(), () -> {
                    Step next = planner.next(slice, progress.get(), writes.held());
                    sessions.save(slice.tenant());
                    return next;
                });
                done.stepped = true;
            }
        }
        return step instanceof Step.End(SliceOutcome outcome) ? outcome : new SliceOutcome.More();
    }

    /** Some of a page is scored however little time is left after reading it: otherwise it could be read again and again. */
    private static boolean isOwed(Step step) {
        return step instanceof Step.ScorePage scoring && !scoring.page().begun();
    }

    /** @return what to record, as part of a transaction */
    private Supplier<Progress> execute(SliceContext slice, Step step, SliceWrites writes, Done done) {
        return switch (step) {
            case Step.ReadPage(OpenRun run) -> loggingFailures(slice, run, () -> discovery.read(slice, run));
            case Step.ReadIds(OpenRun run, List<Wanted> wanted) ->
                loggingFailures(slice, run, () -> byIds.read(slice, run, wanted));
            case Step.EmptyFields(OpenRun run, LoadedPage page) ->
                loggingFailures(slice, run, () -> byIds.empty(slice, run, page));
            case Step.Reconcile(OpenRun run, List<Stored> stored) -> reconciliation.compare(slice, run, stored);
            case Step.ScorePage(OpenRun run, LoadedPage page) ->
                loggingFailures(slice, run, () -> discovery.score(slice, run, page));
            case Step.Write(OpenRun run, boolean renews) -> {
                Optional<Instant> pause = writer.write(writes, slice.target(), mayWrite(slice, renews), batch -> {
                    runs.wrote(slice.tenant(), run, batch);
                    done.wrote |= batch.written() > 0;
                });
                yield () -> Progress.paused(run, pause);
            }
            case Step.End _ -> throw new IllegalStateException("a finished slice has no more steps");
        };
    }

    /** The run log shows why a run makes no progress. */
    private <T> T loggingFailures(SliceContext slice, OpenRun run, Supplier<T> step) {
        try {
            return step.get();
        } catch (HarvestException | Unwritable | ScoringFailed e) {
            unit.run(slice.tenant(), () -> runs.log(slice.tenant(), run));
            throw e;
        }
    }

    /** Renewed scores leave a part of each rate window to other work. */
    private static BooleanSupplier mayWrite(SliceContext slice, boolean renews) {
        return renews ? () -> slice.hasTime().getAsBoolean() && !slice.session().scarce() : slice.hasTime();
    }
}
