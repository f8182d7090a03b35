package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.OwnScores;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.Scores;
import com.rocketmat.score.ScoresInFields;
import com.rocketmat.score.write.Scope;
import com.rocketmat.score.write.WriteTarget;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.Scored;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.settings.TenantSettings.Rescore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Scores open applications again that carry a score of ours by another version than the active one, if the tenant wants that
 * ({@code rescore=on-new-model}).
 */
@ApplicationScoped
class Rescoring {

    private final Shadows shadows;
    private final Scoring scoring;
    private final OwnScores ownScores;
    private final ScoresInFields inFields;
    private final Scores scores;
    private final Positions positions;
    private final RunLog runs;
    private final CandidateRights rights;

    Rescoring(
            Shadows shadows,
            Scoring scoring,
            OwnScores ownScores,
            ScoresInFields inFields,
            Scores scores,
            Positions positions,
            RunLog runs,
            CandidateRights rights) {
        this.shadows = shadows;
        this.scoring = scoring;
        this.ownScores = ownScores;
        this.inFields = inFields;
        this.scores = scores;
        this.positions = positions;
        this.runs = runs;
        this.rights = rights;
    }

    static boolean isOn(TenantSettings settings) {
        return settings.rescore() == Rescore.ON_NEW_MODEL && settings.mode() == Mode.LIVE;
    }

    /** Notes that all scores are renewed, if they are; returns whether some are not. */
    boolean concludeOrGoOn(SliceContext slice) {
        if (!isOn(slice.settings())) {
            return false;
        }
        TenantId tenant = slice.tenant();
        if (scores.anyReplacing(tenant)) {
            return true;
        }
        String version = slice.model().version();
        Optional<Long> below = positions.rescoreBelow(tenant, version);
        if (below.isPresent()
                && ownScores.outdated(tenant, version, below.get(), 1).isEmpty()
                // waiting scores of another version are outdated once they are written
                && !scores.anyWaiting(tenant)) {
            // as for a tenant's first model
            positions.rescored(tenant, version);
            return false;
        }
        return below.isPresent();
    }

    /** At the beginning of a sweep. */
    void tryAgain(SliceContext slice) {
        if (isOn(slice.settings())) {
            scores.tryReplacingAgain(slice.tenant(), slice.model().version());
        }
    }

    /**
     * Rows of a sweep that carry a score of ours by another version: they, or their jobs, were not open when the others were scored again.
     */
    List<Application> passedOver(SliceContext slice, OpenRun sweep, List<Application> rows) {
        if (rows.isEmpty() || !isOn(slice.settings())) {
            return List.of();
        }
        TenantId tenant = slice.tenant();
        String version = slice.model().version();
        if (positions.rescoreBelow(tenant, version).isPresent()) {
            return List.of();
        }
        Scope scope = Scope.of(slice.settings());
        Map<Long, Application> open = rows.stream()
                .filter(scope::admits)
                .collect(Collectors.toMap(Application::id, Function.identity(), (first, _) -> first));
        ScoreField field = slice.target().fields().score();
        return ownScores.untried(tenant, version, open.keySet(), sweep.startedAt()).stream()
                .filter(own -> own.isIn(open.get(own.applicationId()), field))
                .map(own -> open.get(own.applicationId()))
                .toList();
    }

    /** If the field of one of these applications is not empty, its new score replaces the score of ours in it. */
    Scored replacing(SliceContext slice, List<Application> rows, Scored made) {
        if (rows.isEmpty() || !isOn(slice.settings())) {
            return made;
        }
        ScoreField field = slice.fields().score();
        List<Long> passedOver = rows.stream()
                .filter(row -> !field.empty(row.customFields()))
                .map(Application::id)
                .toList();
        return replacing(byId(ownScores.among(slice.tenant(), passedOver)), made);
    }

    private static Scored replacing(Map<Long, OwnScore> older, Scored made) {
        List<NewScore> scores = made.scores().stream()
                .map(score -> Optional.ofNullable(older.get(score.applicationId()))
                        .map(own -> score.replacing(own.modelVersion()))
                        .orElse(score))
                .toList();
        return new Scored(made.version(), scores, made.shadows());
    }

    private static Map<Long, OwnScore> byId(List<OwnScore> scores) {
        return scores.stream().collect(Collectors.toMap(OwnScore::applicationId, Function.identity()));
    }

    /** Scores the next applications, largest ids first; the result is to be recorded in one transaction. */
    Supplier<Progress> score(SliceContext slice, OpenRun run) {
        ActiveModel model = slice.model();
        TenantId tenant = slice.tenant();
        HarvestSession session = slice.session();
        int most = Math.min(SubjectReader.BATCH, session.applicationsAtOnce());
        List<OwnScore> outdated = positions
                .rescoreBelow(tenant, model.version())
                .map(below -> ownScores.outdated(tenant, model.version(), below, most))
                .orElse(List.of());
        if (outdated.isEmpty()) {
            return () -> Progress.of(run);
        }
        Map<Long, OwnScore> byId = byId(outdated);
        JointReader reader = new JointReader(slice, shadows, shadows.plan(tenant, slice.serving()));
        Scope scope = Scope.of(slice.settings());
        WriteTarget target = slice.target();
        List<Application> open = session
                .requireAnyShown(
                        Operation.LIST_APPLICATIONS, session.applications(byId.keySet(), reader.applicationFields()))
                .stream()
                .filter(scope::admits)
                .toList();
        Optional<Long> examined = slice.proofs().examined(tenant);
        Set<Long> changed = open.stream()
                .filter(row -> !isEmptyOrOurs(byId.get(row.id()), row, target))
                .filter(row -> examined.filter(id -> id == row.id()).isEmpty())
                .map(Application::id)
                .collect(Collectors.toSet());
        Set<Long> withheld = rights.withheld(tenant, open);
        FoundRights said = slice.optOut().inApplications(open);
        List<Application> unchanged = open.stream()
                .filter(row -> !changed.contains(row.id()))
                .filter(row -> !withheld.contains(row.candidateId()) && !said.withhold(row.candidateId()))
                .sorted(Comparator.comparingLong(Application::id).reversed())
                .toList();
        var read = reader.read(reader.onOpenJobs(unchanged));
        Scored made = replacing(
                byId,
                scoring.score(tenant, model, reader.plan(), read.subjects()).with(read.unread()));
        // not the subjects, which carry whole resumes
        FoundRights found = read.found();
        long below = read.putOff().stream()
                .mapToLong(row -> row.id() + 1)
                .max()
                .orElse(outdated.getLast().applicationId());
        return () -> {
            rights.record(tenant, said);
            rights.record(tenant, found);
            // also for those noted as overridden, so that an erasure of one waits
            Scored permitted = made.without(rights.withheld(tenant, open));
            // locks the head of the log: after the locks that erasures take first
            Set<Long> arrived = inFields.read(tenant, open, target.fields().score());
            Set<Long> byHand =
                    changed.stream().filter(id -> !arrived.contains(id)).collect(Collectors.toSet());
            // the place of an application erased meanwhile is not stored again
            OptionalLong reached = ownScores.among(tenant, byId.keySet()).stream()
                    .mapToLong(OwnScore::applicationId)
                    .filter(id -> id >= below)
                    .min();
            runs.recordRescored(tenant, run, permitted, byHand, reached);
            return Progress.of(run);
        };
    }

    /** With an empty field it is an application without a score. */
    private static boolean isEmptyOrOurs(OwnScore own, Application row, WriteTarget target) {
        return target.fields().score().empty(row.customFields())
                || own.isIn(row, target.fields().score());
    }
}
