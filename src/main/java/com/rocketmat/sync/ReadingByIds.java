package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.OwnScores;
import com.rocketmat.score.Scores;
import com.rocketmat.score.ScoresInFields;
import com.rocketmat.score.write.CarriedScore;
import com.rocketmat.score.write.ScoreRemoval;
import com.rocketmat.score.write.ScoreRemoval.Left;
import com.rocketmat.score.write.TargetFields;
import com.rocketmat.score.write.WriteTarget;
import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.Scored;
import com.rocketmat.sync.run.WantedApplications;
import com.rocketmat.sync.run.WantedApplications.Wanted;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads applications that were named to us, outside the windows. One that is not among the rows is hidden or gone; the next window or
 * reconciliation finds out which.
 */
@ApplicationScoped
class ReadingByIds {

    /** With the pauses between them, some minutes. */
    static final int TRIES_WHILE_ABSENT = 5;

    private final Shadows shadows;
    private final Selection selection;
    private final CandidateRights rights;
    private final Scores scores;
    private final OwnScores ownScores;
    private final ScoresInFields inFields;
    private final ScoreRemoval removal;
    private final WantedApplications wanted;
    private final Recording recording;

    ReadingByIds(
            Shadows shadows,
            Selection selection,
            CandidateRights rights,
            Scores scores,
            OwnScores ownScores,
            ScoresInFields inFields,
            ScoreRemoval removal,
            WantedApplications wanted,
            Recording recording) {
        this.shadows = shadows;
        this.selection = selection;
        this.rights = rights;
        this.scores = scores;
        this.ownScores = ownScores;
        this.inFields = inFields;
        this.removal = removal;
        this.wanted = wanted;
        this.recording = recording;
    }

    /** @param named at most {@link HarvestSession#MOST_IDS} */
    @WithSpan("read-ids")
    Supplier<Progress> read(SliceContext slice, OpenRun run, List<Wanted> named) {
        if (slice.withoutModel() && slice.settings().optOutField().isEmpty() && !scores.any(slice.tenant())) {
            // nothing to learn or to empty, and a tenant that waits for its first model may not be set up yet
            return () -> {
                wanted.done(slice.tenant(), named);
                return Progress.of(run);
            };
        }
        HarvestSession session = slice.session();
        List<Wanted> some = named.subList(0, Math.min(named.size(), session.applicationsAtOnce()));
        JointReader reader = new JointReader(slice, shadows, shadows.plan(slice.tenant(), slice.serving()));
        List<Application> rows =
                session.applications(some.stream().map(Wanted::applicationId).toList(), reader.applicationFields());
        List<Application> eligible = selection.eligible(slice, rows);
        FoundRights found = found(slice, rows);
        return () -> {
            rights.record(slice.tenant(), found);
            Map<Long, LeftAlone> withheld = rights.reasons(slice.tenant(), rows);
            List<Application> theirs = rows.stream()
                    .filter(row -> withheld.containsKey(row.candidateId()))
                    .toList();
            List<CarriedScore> carried = carried(slice, theirs);
            // in a dry run nothing can be emptied, and an erasure must not wait for its end
            rights.eraseAgain(slice.tenant(), erased(withheld, rows, slice.live() ? carried : List.of()));
            if (!rows.isEmpty()) {
                TargetFields fields = slice.target().fields();
                // these lock the head of the log: after the locks that erasures take first
                ownScores.foundEmpty(slice.tenant(), fields.score(), without(carried, shown(fields, theirs)));
                inFields.read(slice.tenant(), rows, fields.score());
            }
            Set<Long> again = readAgain(slice, some, rows, carried);
            wanted.postpone(slice.tenant(), some, again::contains);
            var page = new LoadedPage(
                    reader,
                    Optional.empty(),
                    some,
                    selection.unscored(slice, run, eligible, withheld.keySet()),
                    carried.stream()
                            .filter(score -> !again.contains(score.applicationId()))
                            .toList(),
                    false);
            return recording.of(slice, run, Scored.NOTHING, page.keepsWanted(again::contains));
        };
    }

    /** Applications of erased candidates, except those with a field to empty. */
    private static Set<Long> erased(Map<Long, LeftAlone> withheld, List<Application> rows, List<CarriedScore> carried) {
        Set<Long> erased = rows.stream()
                .filter(row -> withheld.get(row.candidateId()) == LeftAlone.ERASED)
                .map(Application::id)
                .collect(Collectors.toSet());
        carried.forEach(score -> erased.remove(score.applicationId()));
        return erased;
    }

    /** Absent applications that may carry a score to empty: gone, or hidden for now, which only the reconciliation finds out. */
    private Set<Long> unseen(SliceContext slice, List<Long> absent) {
        if (!slice.session().hidesRows()) {
            return Set.of();
        }
        return ownScores.toEmpty(slice.tenant(), rights.applicationsOfWithheld(slice.tenant(), absent)).stream()
                .map(OwnScore::applicationId)
                .collect(Collectors.toSet());
    }

    /**
     * Those that are read again after a pause: a field cannot be emptied yet, or a webhook arrived before lists show the application, which is
     * waited for some minutes.
     */
    private Set<Long> readAgain(
            SliceContext slice, List<Wanted> named, List<Application> rows, List<CarriedScore> carried) {
        Set<Long> shown = rows.stream().map(Application::id).collect(Collectors.toSet());
        List<Wanted> absent = named.stream()
                .filter(one -> !shown.contains(one.applicationId()))
                .toList();
        Set<Long> again = new HashSet<>(late(slice, carried));
        again.addAll(unseen(slice, absent.stream().map(Wanted::applicationId).toList()));
        absent.stream().filter(one -> one.tries() < TRIES_WHILE_ABSENT).forEach(one -> again.add(one.applicationId()));
        return again;
    }

    private static FoundRights found(SliceContext slice, List<Application> rows) {
        if (rows.isEmpty()) {
            return FoundRights.NONE;
        }
        OptOut optOut = slice.optOut();
        if (!optOut.ofCandidates()) {
            return optOut.inApplications(rows);
        }
        Set<Long> ids = rows.stream().map(Application::candidateId).collect(Collectors.toSet());
        List<Candidate> candidates = slice.session().candidates(ids, Candidate.WITH_CUSTOM_FIELDS);
        return optOut.inCandidates(candidates).withAnonymised(candidates, rows);
    }

    /** Includes those that may show later. A value that is not ours, or no longer, is left alone. */
    private List<CarriedScore> carried(SliceContext slice, List<Application> withheld) {
        if (withheld.isEmpty()) {
            return List.of();
        }
        Map<Long, Application> byId =
                withheld.stream().collect(Collectors.toMap(Application::id, Function.identity(), (first, _) -> first));
        WriteTarget target = slice.target();
        return ownScores.toEmpty(slice.tenant(), byId.keySet()).stream()
                .map(own -> new CarriedScore(byId.get(own.applicationId()), own))
                .filter(score -> score.isIn(target) || removal.mayShowLater(target, score))
                .toList();
    }

    private static List<Application> shown(TargetFields fields, List<Application> rows) {
        return rows.stream().filter(fields::showsOurs).toList();
    }

    private static List<Application> without(List<CarriedScore> carried, List<Application> rows) {
        Set<Long> ids = carried.stream().map(CarriedScore::applicationId).collect(Collectors.toSet());
        return rows.stream().filter(row -> !ids.contains(row.id())).toList();
    }

    /** Those that may show later, and all while nothing is written. */
    private Set<Long> late(SliceContext slice, List<CarriedScore> carried) {
        if (carried.isEmpty()) {
            return Set.of();
        }
        WriteTarget target = slice.target();
        return carried.stream()
                .filter(score -> !slice.live() || removal.mayShowLater(target, score))
                .map(CarriedScore::applicationId)
                .collect(Collectors.toSet());
    }

    @WithSpan("empty-fields")
    Supplier<Progress> empty(SliceContext slice, OpenRun run, LoadedPage page) {
        Left left = removal.emptyInSlice(slice.target(), page.toEmpty(), slice.hasTime());
        List<Application> emptied = page.toEmpty().stream()
                .map(CarriedScore::row)
                .filter(row -> !left.includes(row.id()))
                .toList();
        return () -> {
            rights.eraseAgain(slice.tenant(), erased(rights.reasons(slice.tenant(), emptied), emptied, List.of()));
            // after the locks that erasures take first
            wanted.postpone(slice.tenant(), page.named(), left::includes);
            return recording.of(slice, run, Scored.NOTHING, page.emptied().keepsWanted(left::includes));
        };
    }
}
