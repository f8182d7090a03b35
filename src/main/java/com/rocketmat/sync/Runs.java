package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestSessions;
import com.rocketmat.score.OwnScores;
import com.rocketmat.score.Scope;
import com.rocketmat.score.ScoreWriter;
import com.rocketmat.score.Scores;
import com.rocketmat.score.ShadowScores;
import com.rocketmat.sync.SyncPosition.Stage;
import com.rocketmat.tenant.AcrossTenants;
import com.rocketmat.tenant.PerTenant;
import com.rocketmat.tenant.TenantId;
import com.rocketmat.tenant.TenantPurge;
import com.rocketmat.tenant.TenantSchedule;
import com.rocketmat.tenant.TenantSettings;
import com.rocketmat.tenant.TenantSettings.Mode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The run log and the position: every method is one transaction that leaves the tenant where any replica can go on. */
@PerTenant
@ApplicationScoped
public class Runs {

    /** What the run log says of a tenant's first run. */
    public static final String NEW_TENANT = "new tenant";

    public static final String CHANGED_SECRET = "changed secret";

    private static final String SCHEDULE = "schedule";
    private static final String NEW_MODEL = "new model";

    private final Scores scores;
    private final ShadowScores shadowScores;
    private final OwnScores ownScores;
    private final HarvestSessions sessions;
    private final SyncConfig config;
    private final Clock clock;

    Runs(
            Scores scores,
            ShadowScores shadowScores,
            OwnScores ownScores,
            HarvestSessions sessions,
            SyncConfig config,
            Clock clock) {
        this.scores = scores;
        this.shadowScores = shadowScores;
        this.ownScores = ownScores;
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
    }

    /** Somebody wants a run; a run that is under way does not count, since it may have read the rows in question already. */
    @Transactional
    public void request(TenantId tenant, String trigger) {
        SyncPosition.locked(tenant).requestedBy = trigger;
    }

    /**
     * Nothing can be run for the tenant now, so nobody's wish is kept; but for one that comes because of what has changed meanwhile.
     *
     * @param still whether nothing can be run, asked once no wish can come in between
     */
    @Transactional
    void decline(TenantId tenant, BooleanSupplier still) {
        SyncPosition position = SyncPosition.locked(tenant);
        if (still.getAsBoolean()) {
            position.requestedBy = null;
        }
    }

    /** Tenants for which somebody asked for a run that has not started: nobody did for those that are just new. */
    @AcrossTenants
    @Transactional
    public List<TenantId> requested() {
        return SyncPosition.<SyncPosition>stream("requestedBy is not null and requestedBy <> ?1", NEW_TENANT)
                .map(position -> new TenantId(position.tenantId))
                .toList();
    }

    /** Whether a run was asked for, or is the tenant's first, that has not started. */
    @Transactional
    public boolean requested(TenantId tenant) {
        return SyncPosition.find(tenant)
                .filter(position -> position.requestedBy != null)
                .isPresent();
    }

    /** The runs before one, the last one first. */
    @Transactional
    List<Run> page(TenantId tenant, long before, int size) {
        return Run.page(tenant, before, size);
    }

    /** Those that have not ended: before a sweep the window that was opened beside it. */
    @Transactional
    public List<RunUnderWay> underWay(TenantId tenant) {
        return Run.open(tenant).stream().map(RunUnderWay::of).toList();
    }

    @Transactional
    Optional<OpenRun> open(TenantId tenant) {
        return OpenRun.first(Run.open(tenant));
    }

    @Transactional
    Position position(TenantId tenant) {
        return SyncPosition.withOpenRuns(tenant);
    }

    /** As it is under these settings, which may be others than those that it was reached under. */
    @Transactional
    Position position(TenantId tenant, TenantSettings settings, String activeVersion) {
        Position position = position(tenant);
        if (position.isFor(settings)) {
            return position;
        }
        follow(tenant, settings, activeVersion);
        return position(tenant);
    }

    private void follow(TenantId tenant, TenantSettings settings, String activeVersion) {
        SyncPosition position = SyncPosition.locked(tenant);
        Scope scope = Scope.of(settings);
        Optional<Scope> before = Optional.ofNullable(position.scope).map(Scope::parse);
        // a narrower one is kept as well: what is left out from now on is to be found once it is admitted again
        position.scope = scope.toString();
        if (before.filter(known -> !known.field().equals(scope.field())).isPresent()) {
            position.fieldSince = clock.instant();
        }
        boolean missed = before.filter(known -> !known.covers(scope)).isPresent();
        boolean wanted = missed;
        if (settings.mode() == Mode.DRY_RUN) {
            position.stage = Stage.DRY_RUN;
        } else if (position.stage == Stage.DRY_RUN
                || (position.stage == Stage.GOING_LIVE && !scores.anyWaiting(tenant))) {
            boolean whole = scores.goLive(tenant, activeVersion);
            position.stage = whole ? Stage.LIVE : Stage.GOING_LIVE;
            missed |= whole && scores.anyDryWithout(tenant, activeVersion);
            wanted = true;
        }
        if (missed) {
            // a sweep finds them however old their last change is; one that is under way has passed some of them over
            position.sweptAt = null;
            Run.openSweep(tenant).ifPresent(sweep -> sweep.at(sweep.reading().again()));
        }
        if (wanted && position.requestedBy == null) {
            position.requestedBy = CHANGED_SECRET;
        }
    }

    /** Applications that this version need not score again. */
    @Transactional
    Set<Long> settled(TenantId tenant, String modelVersion, Collection<Long> applications, boolean dryRun) {
        SyncPosition position = SyncPosition.of(tenant);
        return scores.settled(
                tenant,
                modelVersion,
                applications,
                dryRun || position.stage == Stage.GOING_LIVE,
                Optional.ofNullable(position.fieldSince).orElse(Instant.EPOCH));
    }

    /**
     * Opens the tenant's next window; while a sweep is under way, one of what is new.
     *
     * @param now Greenhouse's time
     */
    @Transactional
    OpenRun start(TenantId tenant, Instant now) {
        SyncPosition position = SyncPosition.of(tenant);
        Run run = new Run(Optional.ofNullable(position.requestedBy).orElse(SCHEDULE), clock.instant());
        position.requestedBy = null;
        Watermark watermark = position.watermark();
        Optional<Run> sweeping = Run.openSweep(tenant);
        run.at(sweeping.map(sweep -> watermark.beside(sweep.windowTo, now, config.overlap()))
                .orElseGet(() -> watermark.next(now, config.overlap(), config.sweep())));
        run.persist();
        return OpenRun.of(run, sweeping.isPresent());
    }

    /**
     * As {@link #start}, but for a window of the schedule's beside which nothing is open: most of those are empty, and are not in the
     * run log until they end.
     *
     * @param now Greenhouse's time
     */
    @Transactional
    OpenRun next(TenantId tenant, Position position, Instant now) {
        if (position.open().isPresent() || position.wanted()) {
            return start(tenant, now);
        }
        Run run = new Run(SCHEDULE, clock.instant());
        run.at(position.watermark().next(now, config.overlap(), config.sweep()));
        return OpenRun.of(run, false);
    }

    /** In the run log, whatever becomes of it. */
    @Transactional
    OpenRun kept(TenantId tenant, OpenRun open) {
        // a part of its first page may be recorded already
        boolean known = open.id().isPresent() || !Run.open(tenant).isEmpty();
        if (known) {
            return open;
        }
        Run run = row(tenant, open);
        moveBehind(tenant, open.reading());
        return OpenRun.of(run, open.besideSweep());
    }

    /**
     * When the tenant's next window is to be opened; in the past when somebody has asked for that, or there was none yet. What a new
     * model scores again, and what is left of a sweep, has to wait for it.
     */
    @Transactional
    Instant due(TenantId tenant, TenantSchedule schedule) {
        if (SyncPosition.of(tenant).requestedBy != null) {
            return Instant.EPOCH;
        }
        Stream<Instant> windows = Run.lastReading(tenant).map(run -> run.endedAt).stream();
        Stream<Instant> sweeps = Run.openSweep(tenant).map(run -> run.startedAt).stream();
        return Stream.concat(windows, sweeps)
                .max(Comparator.naturalOrder())
                .map(schedule::next)
                .orElse(Instant.EPOCH);
    }

    /**
     * Opens a run that reads no window; for a release that does not know of such it is one that is read whole.
     *
     * @param now Greenhouse's time
     */
    @Transactional
    OpenRun startRescoring(TenantId tenant, Instant now) {
        Run run = new Run(NEW_MODEL, clock.instant());
        run.rescoring = true;
        run.at(new Reading(Optional.of(now), now, Optional.empty(), true));
        run.persist();
        return OpenRun.of(run, false);
    }

    /** Applications with smaller ids are still to be looked at for scores by other versions than this one; empty when all were. */
    @Transactional
    Optional<Long> rescoreBelow(TenantId tenant, String modelVersion) {
        SyncPosition position = SyncPosition.of(tenant);
        return modelVersion.equals(position.rescoredFor)
                ? Optional.ofNullable(position.rescoreBelow)
                : Optional.of(Long.MAX_VALUE);
    }

    /**
     * Some applications that carry an older score of ours are done: their new scores and the position commit together.
     *
     * @param changed those in whose field is something else by now
     * @param below where to go on
     */
    @Transactional
    void recordRescored(TenantId tenant, OpenRun open, Scored made, Set<Long> changed, long below) {
        Run run = row(tenant, open);
        record(run, tenant, made, false);
        ownScores.changedByHand(tenant, changed);
        run.leftAlone += changed.size();
        SyncPosition position = SyncPosition.of(tenant);
        position.rescoredFor = made.version();
        position.rescoreBelow = below;
        sessions.save(tenant);
    }

    /** No open application carries an older score of ours any more. */
    @Transactional
    void rescored(TenantId tenant, String modelVersion) {
        SyncPosition position = SyncPosition.of(tenant);
        position.rescoredFor = modelVersion;
        position.rescoreBelow = null;
    }

    /** Some applications of the present page are scored; the position stays, so that the rest of the page is read again. */
    @Transactional
    OpenRun recordPart(TenantId tenant, OpenRun open, Scored made, boolean dryRun) {
        Run run = row(tenant, open);
        record(run, tenant, made, dryRun);
        sessions.save(tenant);
        return OpenRun.of(run, open.besideSweep());
    }

    /**
     * Where a reading goes on.
     *
     * @param page empty at its end
     * @param attributes what its pages carry of applications
     */
    record Next(Optional<String> page, Set<String> attributes) {}

    /**
     * The page is done: its last scores and the position commit together. When it was all of a window, with nothing to score on it, that
     * is recorded with its end, or when it is kept.
     */
    @Transactional
    OpenRun recordPage(TenantId tenant, OpenRun open, Scored made, boolean dryRun, Next next) {
        if (open.id().isEmpty() && made.scores().isEmpty() && next.page().isEmpty()) {
            return open.after(next.page());
        }
        Run run = row(tenant, open);
        record(run, tenant, made, dryRun);
        Reading reading = run.reading().after(next.page());
        run.at(reading);
        run.attributes = String.join(",", next.attributes());
        moveBehind(tenant, reading);
        return OpenRun.of(run, open.besideSweep());
    }

    private static void moveBehind(TenantId tenant, Reading reading) {
        SyncPosition position = SyncPosition.of(tenant);
        position.moveTo(position.watermark().after(reading));
    }

    /** A cursor that Greenhouse no longer takes: the window is read again from its first page. */
    @Transactional
    OpenRun restart(TenantId tenant, OpenRun open) {
        Run run = row(tenant, open);
        run.at(run.reading().again());
        return OpenRun.of(run, open.besideSweep());
    }

    @Transactional
    void wrote(TenantId tenant, OpenRun open, ScoreWriter.Batch batch) {
        long id = open.id().orElseThrow();
        if (!Run.wrote(tenant, id, batch)) {
            throw notOpen(tenant, id);
        }
        gotOn(tenant);
    }

    /** Several steps between two calls of Greenhouse, in one transaction: with thousands of idle tenants these are most of the work. */
    @Transactional
    <T> T together(TenantId tenant, Supplier<T> steps) {
        return steps.get();
    }

    /** Likewise after calls of Greenhouse, with what they left of the rate window. */
    @Transactional
    <T> T settled(TenantId tenant, Supplier<T> steps) {
        T made = steps.get();
        sessions.save(tenant);
        return made;
    }

    @Transactional
    void end(TenantId tenant, OpenRun open) {
        row(tenant, open).endedAt = clock.instant();
    }

    /** Ends the tenant's slices for now; but for a wish, or a sweep, that is still open. */
    @Transactional
    boolean over(TenantId tenant, OpenRun open) {
        if (open.id().isEmpty()) {
            return !Run.addEmpty(tenant, SCHEDULE, open, clock.instant());
        }
        end(tenant, open);
        SyncPosition position = SyncPosition.of(tenant);
        position.failures = 0;
        return position.requestedBy == null && position.stage != Stage.GOING_LIVE && !open.besideSweep();
    }

    /** Notes why the present run does not get on; it stays open. */
    @Transactional
    void trouble(TenantId tenant, String error) {
        Run.open(tenant).stream().findFirst().ifPresent(run -> run.error = error);
    }

    /** Counts one more slice in a row that got nowhere, and gives the count. */
    @Transactional
    int failed(TenantId tenant) {
        return ++SyncPosition.of(tenant).failures;
    }

    @Transactional
    void succeeded(TenantId tenant) {
        gotOn(tenant);
    }

    void on(@Observes TenantPurge purge) {
        purge.deleted(purge(purge.tenant()));
    }

    @Transactional(TxType.MANDATORY)
    long purge(TenantId tenant) {
        return Run.delete("tenantId", tenant.value()) + SyncPosition.delete("tenantId", tenant.value());
    }

    /** Work that was done before a failure counts: who fails now and then is not to rest longer and longer. */
    private static void gotOn(TenantId tenant) {
        SyncPosition.of(tenant).failures = 0;
    }

    private void record(Run run, TenantId tenant, Scored made, boolean dryRun) {
        scores.record(tenant, made.version(), made.scores(), dryRun);
        made.shadows().forEach((version, scored) -> shadowScores.record(tenant, version, scored));
        gotOn(tenant);
        int refused = (int)
                made.scores().stream().filter(score -> score.value() == null).count();
        run.discovered += made.scores().size();
        run.scored += made.scores().size() - refused;
        run.failed += refused;
    }

    private static Run row(TenantId tenant, OpenRun open) {
        if (open.id().isEmpty()) {
            Run run = new Run(SCHEDULE, open.startedAt());
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
