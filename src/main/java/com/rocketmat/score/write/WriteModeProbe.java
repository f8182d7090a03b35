package com.rocketmat.score.write;

import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.NotSent;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.Scores;
import com.rocketmat.score.write.WriteProofs.Examination;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Finds out on a named application whether a PATCH keeps the custom fields that it does not list, and restores the application. */
@ApplicationScoped
public class WriteModeProbe {

    private static final Set<String> ATTRIBUTES =
            Set.of("id", "candidate_id", "status", "prospect", "updated_at", "custom_fields");
    private static final String ANOTHER = "name another application, preferably one kept for tests";

    private static final Outcome STOPPED =
            new Outcome.NotMade("the tenant was stopped or changed meanwhile", "run the doctor again");

    private final WriteProofs proofs;
    private final Scores scores;
    private final WithheldCandidates withheld;
    private final Clock clock;
    private final Waiter waiter;

    @Inject
    WriteModeProbe(WriteProofs proofs, Scores scores, WithheldCandidates withheld, Clock clock) {
        this(proofs, scores, withheld, clock, Thread::sleep);
    }

    public WriteModeProbe(WriteProofs proofs, Scores scores, WithheldCandidates withheld, Clock clock, Waiter waiter) {
        this.proofs = proofs;
        this.scores = scores;
        this.withheld = withheld;
        this.clock = clock;
        this.waiter = waiter;
    }

    public interface Waiter {
        void await(Duration pause) throws InterruptedException;
    }

    public sealed interface Outcome {

        /** Nothing was written. */
        record NotMade(String why, String remedy) implements Outcome {}

        /** What Greenhouse did with the unlisted fields; {@code merges} is empty if that could not be seen. */
        record Made(Optional<Boolean> merges, Back back) implements Outcome {

            /** Whether writes as in this mode left the other fields as they were. */
            boolean kept(WriteMode mode) {
                return back.equals(new Back.AsBefore(true)) && merges.equals(Optional.of(mode == WriteMode.MERGE));
            }
        }
    }

    public sealed interface Back {

        /** All fields have a value that had one; {@code same} if each shows what it did, as a person may have changed one since. */
        record AsBefore(boolean same) implements Back {}

        /** Greenhouse accepted it, but does not show it yet. */
        record NotShownYet() implements Back {}

        /** It could not be restored: these fields must be checked. */
        record Not(Set<String> fields, String why) implements Back {}
    }

    /**
     * Writes to the application and restores it.
     *
     * @param shown custom fields that are seen with a value on some application
     * @param mayWrite asked right before the first write; anything written is restored in any case
     * @throws com.rocketmat.harvest.HarvestException if Greenhouse refuses before anything is written
     */
    public Outcome probe(WriteTarget target, long applicationId, Set<String> shown, BooleanSupplier mayWrite) {
        if (target.session().left() < WriteTrial.CALLS) {
            return new Outcome.NotMade(
                    "not enough calls are left in Greenhouse's rate window to write and restore",
                    "run the doctor again in half a minute");
        }
        Application row = target.session().applications(List.of(applicationId), ATTRIBUTES).stream()
                .findFirst()
                .orElse(null);
        Optional<String> unfit = unfit(target, applicationId, row, shown);
        if (unfit.isPresent()) {
            return new Outcome.NotMade(unfit.get(), ANOTHER);
        }
        return switch (OtherFields.of(
                row.customFields(), Set.of(), target.fields().active())) {
            case OtherFields.Outcome.Lossy lossy ->
                new Outcome.NotMade(
                        "custom field '%s' (%s) of application %d cannot be restored without loss"
                                .formatted(lossy.field(), lossy.kind(), applicationId),
                        ANOTHER);
            case OtherFields.Outcome.Resendable all -> alone(target, row, all.fields(), mayWrite);
        };
    }

    private Optional<String> unfit(WriteTarget target, long applicationId, Application row, Set<String> shown) {
        if (row == null) {
            return Optional.of(
                    "application %d does not exist, or this credential cannot see it".formatted(applicationId));
        }
        if (!Application.IN_PROCESS.equals(row.status()) || row.prospect()) {
            return Optional.of("application %d is not an active application of a candidate".formatted(applicationId));
        }
        if (isNotToBeScored(target, row)) {
            return Optional.of(
                    "the candidate of application %d objects to being scored, or was erased".formatted(applicationId));
        }
        // asked after the row was read, since a score that waits may be written in between
        if (scores.mayShowLater(target.tenant(), row, target.fields().score())) {
            return Optional.of(
                    "a score waits to be written to application %d, or was written within the last ten minutes and does not show yet"
                            .formatted(applicationId));
        }
        Optional<String> unseen = target.fields().unseenByTrial(row, shown);
        if (unseen.isPresent()) {
            return Optional.of(
                    "the private custom field '%s' is shown with a value neither on application %d nor on others that were read; the user may not see it, and then it could not be restored"
                            .formatted(unseen.get(), applicationId));
        }
        return WriteTrial.witnesses(target, row).isEmpty()
                ? Optional.of(
                        "application %d has no value in a custom field besides the score, so there is nothing to test"
                                .formatted(applicationId))
                : Optional.empty();
    }

    /** The candidate's row is read only if it may say so itself. */
    private boolean isNotToBeScored(WriteTarget target, Application row) {
        Optional<String> optOut = target.settings().optOutField();
        Optional<String> ofCandidates =
                optOut.filter(key -> !target.fields().active().contains(key));
        return !withheld.withheld(target.tenant(), List.of(row)).isEmpty()
                || CustomFieldEntry.saysYes(row.customFields(), optOut)
                || (ofCandidates.isPresent()
                        && target.session().candidates(Set.of(row.candidateId()), Candidate.WITH_CUSTOM_FIELDS).stream()
                                .anyMatch(
                                        candidate -> CustomFieldEntry.saysYes(candidate.customFields(), ofCandidates)));
    }

    private Outcome alone(
            WriteTarget target, Application row, List<CustomFieldWrite> values, BooleanSupplier mayWrite) {
        ScoreField field = target.fields().score();
        Examination examination = proofs.beginExamination(target.tenant(), field, row.id());
        if (!examination.begun()) {
            return new Outcome.NotMade(
                    "another doctor is writing to application %d"
                            .formatted(examination.other().orElseThrow()),
                    "run the doctor again once that one is done; if it was interrupted, in five minutes");
        }
        // if Greenhouse refuses the first write, the finding does not name it and only the log does
        examination
                .other()
                .ifPresent(other -> Log.warnf(
                        "The doctor's earlier write to application %d was interrupted; its fields may still be changed: check them in Greenhouse",
                        other));
        try {
            Outcome.Made made = new WriteTrial(
                            target, row, values, present -> isNotToBeScored(target, present), clock, waiter)
                    .make(mayWrite);
            if (made.back() instanceof Back.Not not) {
                // the caller may be gone by now, or the database away
                Log.warnf(
                        "A trial's write to application %d was not undone (%s); its fields have to be checked: %s",
                        row.id(), not.why(), not.fields());
            }
            made.merges().ifPresent(merges -> proofs.concluded(target.tenant(), field, merges));
            if (made.merges().orElse(false)) {
                // where a first write was lost, the next slice makes one more
                proofs.lostFirst(target.tenant(), field);
            }
            WriteMode mode = target.settings().writeMode();
            if (made.kept(mode)) {
                proofs.undamaged(target.tenant(), field, mode);
            }
            return made;
        } catch (NotSent _) {
            return STOPPED;
        } finally {
            proofs.endExamination(target.tenant(), field);
        }
    }
}
