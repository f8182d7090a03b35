package com.rocketmat.sync;

import com.rocketmat.harvest.Application;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Serving;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.OwnScores;
import com.rocketmat.score.Scope;
import com.rocketmat.score.ScoreWriter;
import com.rocketmat.score.Scores;
import com.rocketmat.score.SliceWrites;
import com.rocketmat.score.WriteTarget;
import com.rocketmat.sync.Lookups.Lookup;
import com.rocketmat.tenant.TenantId;
import com.rocketmat.tenant.TenantSettings;
import com.rocketmat.tenant.TenantSettings.Mode;
import com.rocketmat.tenant.TenantSettings.Rescore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gives open applications that carry a score of ours by another version one by the active version, where the tenant wants that
 * ({@code rescore=on-new-model}). Everything else goes first: windows that are due, scores that wait, other tenants, and a part of each
 * rate window.
 */
@ApplicationScoped
class Rescoring {

    /** So that tenants that are due need not wait for a worker for longer. */
    private static final Duration TURN = Duration.ofSeconds(5);
    /** Until the rest of a rate window that is left to others may have been filled up again. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final Shadows shadows;
    private final Scoring scoring;
    private final OwnScores ownScores;
    private final Scores scores;
    private final ScoreWriter writer;
    private final Runs runs;
    private final Clock clock;

    Rescoring(
            Shadows shadows,
            Scoring scoring,
            OwnScores ownScores,
            Scores scores,
            ScoreWriter writer,
            Runs runs,
            Clock clock) {
        this.shadows = shadows;
        this.scoring = scoring;
        this.ownScores = ownScores;
        this.scores = scores;
        this.writer = writer;
        this.runs = runs;
        this.clock = clock;
    }

    /** Whether there may be anything to score again. */
    boolean outstanding(TenantSettings settings, ActiveModel model) {
        if (!wanted(settings)) {
            return false;
        }
        TenantId tenant = settings.id();
        if (scores.anyReplacing(tenant)) {
            return true;
        }
        Optional<Long> below = runs.rescoreBelow(tenant, model.version());
        if (below.isPresent()
                && ownScores.outdated(tenant, model.version(), below.get(), 1).isEmpty()) {
            // as with a tenant's first model
            runs.rescored(tenant, model.version());
            return false;
        }
        return below.isPresent();
    }

    private static boolean wanted(TenantSettings settings) {
        return settings.rescore() == Rescore.ON_NEW_MODEL && settings.mode() == Mode.LIVE;
    }

    /** Whether no window is due for the tenant. */
    boolean mayTakeATurn(TenantSettings settings) {
        return clock.instant().isBefore(runs.due(settings.id(), settings.schedule()));
    }

    /** A short one, while no window is due and the rate window is not scarce. */
    SliceOutcome turn(WriteTarget target, Lookup lookup, Serving serving, BooleanSupplier goOn) {
        TenantId tenant = target.settings().id();
        OpenRun run = runs.open(tenant)
                .orElseGet(() -> runs.startRescoring(tenant, target.session().now()));
        try (SliceWrites writes = writer.open(tenant)) {
            return turn(target, lookup, serving, run, writes, goOn);
        }
    }

    private SliceOutcome turn(
            WriteTarget target, Lookup lookup, Serving serving, OpenRun run, SliceWrites writes, BooleanSupplier goOn) {
        TenantSettings settings = target.settings();
        TenantId tenant = settings.id();
        HarvestSession session = target.session();
        BooleanSupplier modestly = () -> goOn.getAsBoolean() && !session.scarce();
        Instant end = clock.instant().plus(TURN);
        while (goOn.getAsBoolean() && clock.instant().isBefore(end)) {
            Instant due = runs.due(tenant, settings.schedule());
            if (!clock.instant().isBefore(due)) {
                return new SliceOutcome.More();
            }
            if (!wanted(settings)) {
                runs.end(tenant, run);
                return new SliceOutcome.Wait(due);
            }
            if (session.scarce()) {
                return new SliceOutcome.Wait(earlier(due, clock.instant().plus(REST)));
            }
            if (scores.anyWaiting(tenant)) {
                Optional<Instant> pause =
                        writer.write(writes, target, modestly, batch -> runs.wrote(tenant, run, batch));
                if (pause.isPresent()) {
                    return new SliceOutcome.Wait(earlier(due, pause.get()));
                }
            } else if (!scoreSome(target, lookup, serving, run)) {
                runs.end(tenant, run);
                return new SliceOutcome.Wait(due);
            }
        }
        return new SliceOutcome.More();
    }

    /** @return whether there were any left */
    private boolean scoreSome(WriteTarget target, Lookup lookup, Serving serving, OpenRun run) {
        ActiveModel model = serving.active();
        TenantId tenant = target.settings().id();
        HarvestSession session = target.session();
        Optional<Long> below = runs.rescoreBelow(tenant, model.version());
        int most = Math.min(SubjectReader.BATCH, session.applicationsAtOnce());
        List<OwnScore> outdated =
                below.isEmpty() ? List.of() : ownScores.outdated(tenant, model.version(), below.get(), most);
        if (outdated.isEmpty()) {
            runs.rescored(tenant, model.version());
            return false;
        }
        Map<Long, OwnScore> byId =
                outdated.stream().collect(Collectors.toMap(OwnScore::applicationId, Function.identity()));
        JointReader reader = new JointReader(tenant, session, lookup, shadows, shadows.watch(tenant, serving));
        Scope scope = Scope.of(target.settings());
        List<Application> open = session.applications(byId.keySet(), reader.applicationFields()).stream()
                .filter(scope::admits)
                .toList();
        Set<Long> changed = open.stream()
                .filter(row -> !ours(byId.get(row.id()), row, target))
                .map(Application::id)
                .collect(Collectors.toSet());
        List<Application> unchanged =
                open.stream().filter(row -> !changed.contains(row.id())).toList();
        var subjects = reader.read(reader.onOpenJobs(unchanged));
        Scored made = scoring.score(tenant, model, reader.watch(), subjects);
        List<NewScore> replacing = made.scores().stream()
                .map(score -> score.replacing(byId.get(score.applicationId()).modelVersion()))
                .toList();
        runs.recordRescored(
                tenant,
                run,
                new Scored(made.version(), replacing, made.shadows()),
                changed,
                outdated.getLast().applicationId());
        return true;
    }

    /** Nobody else's value is in the field: an empty one is an application without a score. */
    private static boolean ours(OwnScore own, Application row, WriteTarget target) {
        return target.fields().score().empty(row.customFields())
                || own.isIn(row, target.fields().score());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
