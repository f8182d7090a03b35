package com.rocketmat.sync.run;

import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.Scores;
import com.rocketmat.score.write.Scope;
import com.rocketmat.score.write.WriteProofs;
import com.rocketmat.sync.run.SyncPosition.Stage;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.settings.TenantSchedule;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantOrphaned;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How far each tenant is read and scored. */
@TenantRows
public class Positions {

    /** After this time a window retries a refused score, since the cause may have been removed. */
    private static final Duration GIVEN_UP = Duration.ofHours(20);

    private final Scores scores;
    private final WriteProofs proofs;
    private final Reconciliations reconciliations;
    private final Clock clock;

    Positions(Scores scores, WriteProofs proofs, Reconciliations reconciliations, Clock clock) {
        this.scores = scores;
        this.proofs = proofs;
        this.reconciliations = reconciliations;
        this.clock = clock;
    }

    public Position position(TenantId tenant) {
        return SyncPosition.withOpenRuns(tenant);
    }

    /** The position, adapted to these settings if they have changed since it was stored. */
    public Position position(TenantId tenant, TenantSettings settings, Optional<String> activeVersion) {
        Position position = position(tenant);
        if (position.isFor(settings, activeVersion)) {
            return position;
        }
        follow(tenant, settings, activeVersion);
        return position(tenant);
    }

    private void follow(TenantId tenant, TenantSettings settings, Optional<String> activeVersion) {
        SyncPosition position = SyncPosition.locked(tenant);
        Scope scope = Scope.of(settings);
        Optional<String> before = Optional.ofNullable(position.scope);
        position.scope = scope.toString();
        if (before.filter(scoped -> !scope.hasFieldOf(scoped)).isPresent()) {
            position.fieldSince = clock.instant();
        }
        if (before.filter(scoped -> !scope.hasReaderOf(scoped)).isPresent()) {
            reconciliations.beginLater(tenant);
            proofs.beginAnew(tenant);
        }
        boolean changed =
                before.filter(scoped -> !scoped.equals(position.scope)).isPresent();
        Optional<String> known = Optional.ofNullable(position.rescoredFor);
        Optional<String> renewed = Position.renewedFor(settings, activeVersion, known);
        position.rescoredFor = renewed.orElse(null);
        boolean renews = renewed.isPresent() && !renewed.equals(known);
        boolean missed = changed || renews;
        boolean wanted = missed;
        if (settings.mode() == Mode.DRY_RUN) {
            position.stage = Stage.DRY_RUN;
        } else if (activeVersion.isPresent()
                && (position.stage == Stage.DRY_RUN
                        || (position.stage == Stage.GOING_LIVE && !scores.anyWaiting(tenant)))) {
            boolean whole = scores.goLive(tenant, activeVersion.get());
            position.stage = whole ? Stage.LIVE : Stage.GOING_LIVE;
            missed |= whole && scores.anyDryWithout(tenant, activeVersion.get());
            wanted = true;
        }
        if (missed) {
            sweepAnew(tenant, position);
        }
        if (wanted && position.requestedBy == null) {
            // the tenant may have been paused when the version was activated
            position.request(
                    !changed && renews && known.isPresent() ? RunRequests.NEW_MODEL : RunRequests.CHANGED_SECRET);
        }
    }

    /** A sweep finds applications regardless of their last update; an open one has already skipped some of them. */
    private void sweepAnew(TenantId tenant, SyncPosition position) {
        position.sweptAt = null;
        Run.openSweep(tenant).ifPresent(sweep -> sweep.beginAgain(clock.instant()));
    }

    /** Drops the waiting scores of versions that were switched off, in a slice of its own: the one before may still have scored with them. */
    public void dropSwitchedOff(TenantId tenant) {
        SyncPosition position = SyncPosition.locked(tenant);
        if (scores.drop(tenant, position.switchedOff)) {
            sweepAnew(tenant, position);
        }
        position.switchedOff = null;
    }

    /** Whether a version was switched off that the current slice may still use. */
    public boolean switchedOff(TenantId tenant) {
        return SyncPosition.find(tenant)
                .filter(position -> position.switchedOff != null)
                .isPresent();
    }

    /** A sweep retries what was refused before it; see {@link Scores#leftAlone}. */
    public Map<Long, LeftAlone> leftAlone(
            TenantId tenant,
            String modelVersion,
            Collection<Long> applications,
            boolean dryRun,
            Optional<OpenRun> run) {
        Optional<SyncPosition> position = SyncPosition.find(tenant);
        Instant fieldSince = position.map(known -> known.fieldSince).orElse(Instant.EPOCH);
        Instant refusedSince = run.filter(OpenRun::sweep)
                .map(OpenRun::startedAt)
                .orElseGet(() -> clock.instant().minus(GIVEN_UP));
        return scores.leftAlone(
                tenant,
                modelVersion,
                applications,
                dryRun
                        || position.filter(known -> known.stage == Stage.GOING_LIVE)
                                .isPresent(),
                fieldSince,
                refusedSince.isBefore(fieldSince) ? fieldSince : refusedSince);
    }

    /**
     * When the tenant's next window is due: counted from the last one that ended or is open; in the past if a run was requested, or none was read
     * yet. The rest of a sweep waits for it. Times in the future were noted before the clock was set back, and do not count.
     */
    public Instant due(TenantId tenant, TenantSchedule schedule) {
        if (SyncPosition.of(tenant).requestedBy != null) {
            return Instant.EPOCH;
        }
        Stream<Instant> windows = Run.lastReading(tenant).map(run -> run.endedAt).stream();
        Stream<Instant> begun = Run.open(tenant).stream()
                .filter(run -> run.kind == Run.Kind.WINDOW)
                .map(run -> run.startedAt);
        return Stream.concat(windows, begun)
                .filter(moment -> !moment.isAfter(clock.instant()))
                .max(Comparator.naturalOrder())
                .map(schedule::next)
                .orElse(Instant.EPOCH);
    }

    /** The event comes without a transaction; one begun here would have no tenant, and {@link #noteOrphaned} could not join it. */
    @Transactional(TxType.NOT_SUPPORTED)
    void on(@Observes TenantOrphaned orphan) {
        noteOrphaned(orphan.tenant(), true);
    }

    /** Whether the replica that runs the tenant next has to look at the last writes again. */
    public void noteOrphaned(TenantId tenant, boolean orphaned) {
        SyncPosition.of(tenant).orphaned = orphaned;
    }

    /** Counts another slice in a row without progress, and returns the count. */
    public int failed(TenantId tenant) {
        return ++SyncPosition.locked(tenant).failures;
    }

    /** Progress before a failure counts, so that occasional failures do not lead to longer and longer pauses. */
    public void succeeded(TenantId tenant) {
        SyncPosition.of(tenant).failures = 0;
    }
}
