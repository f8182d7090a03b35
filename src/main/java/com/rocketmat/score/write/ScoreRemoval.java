package com.rocketmat.score.write;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.NotFoundThoughShown;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.HiddenApplications;
import com.rocketmat.harvest.NotSent;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.OwnScores;
import com.rocketmat.score.PersonalScores;
import com.rocketmat.score.Unwritable;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Empties the fields of applications that carry a score of ours and must not. */
@ApplicationScoped
public class ScoreRemoval {

    private final OwnScores ownScores;
    private final PersonalScores personal;
    private final WriteProofs proofs;
    private final Clock clock;

    ScoreRemoval(OwnScores ownScores, PersonalScores personal, WriteProofs proofs, Clock clock) {
        this.ownScores = ownScores;
        this.personal = personal;
        this.proofs = proofs;
        this.clock = clock;
    }

    private record Removal(Application row, WriteDecision patch) {}

    /**
     * Applications that have to be read again, after a pause.
     *
     * @param later whose call failed, or was not made
     * @param kept whose fields cannot be emptied as they are, and why
     */
    public record Left(Set<Long> later, Map<Long, String> kept) {

        private Left() {
            this(new HashSet<>(), new HashMap<>());
        }

        public boolean includes(long application) {
            return later.contains(application) || kept.containsKey(application);
        }
    }

    /**
     * Empties them, and notes that the scores are no longer there.
     *
     * @param goOn asked before each PATCH
     * @throws HarvestException also where Greenhouse refuses so many in a row that it is not for the applications
     * @throws Unwritable where a proxy seems to
     */
    public Left emptyInSlice(WriteTarget target, Collection<CarriedScore> scores, BooleanSupplier goOn) {
        Set<Long> emptied = new HashSet<>();
        var left = new Left();
        List<Removal> removals = scores.stream()
                .map(score -> new Removal(score.row(), removal(target, score)))
                .toList();
        try {
            tryToEmpty(target, removals, goOn, emptied, left);
        } finally {
            noteEmptied(target, emptied);
            ownScores.kept(target.tenant(), left.kept());
        }
        return left;
    }

    /**
     * Empties the fields of those applications that carry what we wrote, before what tells it from another value is erased; reasons
     * too, as long as they are ours. Repeating it changes nothing. What was emptied before a failure is noted too.
     *
     * @param permitted asked before each PATCH
     * @return false if some may not show yet
     * @throws HarvestException of the first call that failed; some fields may be empty by then
     * @throws NotSent once it is not permitted any more
     * @throws Unwritable if a row's other fields could not be sent back without loss, or a row or one of our fields may be hidden
     */
    public boolean emptyBeforeErasure(
            WriteTarget target, long candidateId, Collection<OwnScore> scores, BooleanSupplier permitted) {
        Set<Long> emptied = new HashSet<>();
        Set<Long> late = new HashSet<>();
        Set<Long> hiding = new HashSet<>();
        try {
            scores.stream()
                    .gather(Gatherers.windowFixed(HarvestSession.MOST_IDS))
                    .flatMap(some -> shown(target, candidateId, some))
                    .forEach(score -> {
                        if (mayShowLater(target, score)) {
                            late.add(score.applicationId());
                            return;
                        }
                        if (mayHideOurs(target.fields(), score)) {
                            hiding.add(score.applicationId());
                            return;
                        }
                        if (score.isIn(target) && emptyUnlessGone(target, score, permitted)) {
                            emptied.add(score.applicationId());
                        }
                    });
        } finally {
            noteEmptied(target, emptied);
        }
        if (!late.isEmpty()) {
            return false;
        }
        if (!hiding.isEmpty()) {
            throw new Unwritable(
                    "a private field that Rocketmat writes looks empty, but may only be hidden from the acting user",
                    "let the acting user see private fields and try again; if it already does, erase without clear: the fields that show are empty now");
        }
        return true;
    }

    /** Whether the field may only look empty, and is to be read again. */
    public boolean mayShowLater(WriteTarget target, CarriedScore score) {
        return score.own().mayShowLater(score.row(), target.fields().score(), clock.instant());
    }

    private Stream<CarriedScore> shown(WriteTarget target, long candidateId, List<OwnScore> scores) {
        Set<Long> ids = scores.stream().map(OwnScore::applicationId).collect(Collectors.toSet());
        Map<Long, Application> rows = target.readRows(ids);
        ids.removeAll(rows.keySet());
        requireGone(target, candidateId, ids);
        return scores.stream()
                .filter(own -> rows.containsKey(own.applicationId()))
                .map(own -> new CarriedScore(rows.get(own.applicationId()), own));
    }

    /** An application that is hidden from the user still carries its score. */
    private void requireGone(WriteTarget target, long candidateId, Set<Long> absent) {
        HarvestSession session = target.session();
        if (absent.isEmpty() || !session.hidesRows()) {
            return;
        }
        record Unseen(Set<Long> candidateIds, Optional<Long> jobId) implements HiddenApplications.Absent {}
        Set<Long> candidate = Set.of(candidateId);
        Map<Long, Long> jobs = personal.jobs(target.tenant(), absent);
        List<Unseen> unseen = absent.stream()
                .map(id -> new Unseen(candidate, Optional.ofNullable(jobs.get(id))))
                .toList();
        Map<Long, Candidate> there = Candidate.byId(session.candidates(candidate, Candidate.NAMED));
        if (!HiddenApplications.among(session, unseen, there).isEmpty()) {
            throw new Unwritable(
                    "the application is not shown to the acting user",
                    "let the user see it, or erase without clear and empty the field by hand");
        }
    }

    /** A private field may only look empty, and still carry what we wrote to it. Beside a score that shows, reasons may well be empty. */
    private static boolean mayHideOurs(TargetFields fields, CarriedScore score) {
        return !score.showsScore(fields) && score.own().wasWrittenTo(fields.score()) && fields.mayHideOurs(score.row());
    }

    /** False if Greenhouse has no such application any more. */
    private static boolean emptyUnlessGone(WriteTarget target, CarriedScore score, BooleanSupplier permitted) {
        try {
            send(target, score.row(), removal(target, score), permitted);
            return true;
        } catch (HarvestException e) {
            if (e.failure() instanceof NotFound) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Empties what was sent to an application whose candidate was anonymised after its fields were read, and before they were sent back.
     *
     * @return whether it has to be read again, and later
     */
    boolean emptyAllSent(WriteTarget target, Application row, Set<String> sent, BooleanSupplier permitted) {
        Set<String> present = sent.stream()
                .filter(key -> row.customFields().containsKey(key))
                .filter(key -> !row.customFields().get(key).empty())
                .collect(Collectors.toSet());
        if (present.isEmpty()) {
            return false;
        }
        var removal = new Removal(row, WriteDecision.removal(row, present, target.fields(), target.whenWiping()));
        var left = new Left();
        tryToEmpty(target, List.of(removal), permitted, new HashSet<>(), left);
        return left.later().contains(row.id());
    }

    /** Adds those that it empties, and those that are left, but not those that Greenhouse no longer has. */
    private static void tryToEmpty(
            WriteTarget target, List<Removal> removals, BooleanSupplier goOn, Set<Long> emptied, Left left) {
        int refused = 0;
        for (Removal removal : removals) {
            long id = removal.row().id();
            try {
                send(target, removal.row(), removal.patch(), goOn);
                emptied.add(id);
                refused = 0;
            } catch (Unwritable e) {
                Log.warnf(
                        "Fields of application %d cannot be emptied without loss to its other fields; empty them by hand",
                        id);
                left.kept().put(id, e.getMessage());
            } catch (NotSent _) {
                left.later().add(id);
            } catch (HarvestException e) {
                switch (e.failure()) {
                    case NotFound _ -> {}
                    // the latter, of a write: no token was available, or another process replaced it
                    case UnknownOutcome _, Unavailable _ -> left.later().add(id);
                    // it may not be written for now, as perhaps no other may
                    case Forbidden _, NotFoundThoughShown _ -> {
                        left.later().add(id);
                        refused++;
                        if (refused >= WriteResults.MOST_REFUSED) {
                            throw e;
                        }
                    }
                    case Invalid invalid -> {
                        Log.warnf("Greenhouse refuses to empty the score of application %d: %s", id, invalid.what());
                        left.kept().put(id, "Greenhouse refuses it (%s)".formatted(invalid.what()));
                        if (!invalid.ofValues()) {
                            // perhaps by a proxy, which may let it through later
                            left.later().add(id);
                            refused++;
                            if (refused >= WriteResults.MOST_REFUSED) {
                                throw WriteAttempt.refusesAll(invalid);
                            }
                        }
                    }
                    default -> throw e;
                }
            }
        }
    }

    /** Before it is known that Greenhouse merges, other fields are sent along, as far as they are shown. */
    private static WriteDecision removal(WriteTarget target, CarriedScore score) {
        return WriteDecision.removal(score, target.fields(), target.whenEmptying());
    }

    private static void send(WriteTarget target, Application row, WriteDecision removal, BooleanSupplier goOn) {
        switch (removal) {
            case WriteDecision.Patch patch -> target.session().update(row.id(), patch.fields(), goOn);
            case WriteDecision.Settle settle ->
                throw new Unwritable(
                        settle.reason(),
                        "empty what is ours in Greenhouse by hand, and erase the candidate without clear");
        }
    }

    private void noteEmptied(WriteTarget target, Set<Long> emptied) {
        // a first write that can no longer be seen proves nothing
        target.proof()
                .first()
                .filter(first -> emptied.contains(first.applicationId()))
                .ifPresent(
                        _ -> proofs.lostFirst(target.tenant(), target.fields().score()));
        ownScores.emptied(target.tenant(), emptied);
    }
}
