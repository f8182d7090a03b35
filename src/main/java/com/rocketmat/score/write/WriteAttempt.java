package com.rocketmat.score.write;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.NotFoundThoughShown;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.NotSent;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores.Settled;
import com.rocketmat.score.Scores.Waiting;
import com.rocketmat.score.Unwritable;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One PATCH of a score to a row that was just read, and what Greenhouse's answer says: of this row alone, or perhaps of all. */
record WriteAttempt(WriteTarget target, Waiting score, Application row, WriteDecision.Patch patch) {

    private static final String DELETED_OPTION =
            "; its option may be deleted: choose another in Greenhouse, or set write_mode to merge where Greenhouse merges";

    private static final String NOT_FOUND =
            "Greenhouse answers the write as if the application did not exist, though it shows it; the next sweep tries again";

    sealed interface Outcome {

        /** Answered at this time of Greenhouse; the answer may be taken much later. */
        record Written(Instant at) implements Outcome {}

        /** Not written, because of this row alone. */
        record OfThisRow(Settled settled) implements Outcome {}

        /** Given up at this time of Greenhouse. */
        record Unknown(UnknownOutcome failure, Instant at) implements Outcome {}

        /** One, or all: {@code one} is recorded once another one is written, or none is left that could be; {@code all} tells why none is. */
        record Refused(Settled one, RuntimeException all) implements Outcome {

            /**
             * Whether this one is enough to conclude it of all, if no other is left: a value may be refused because of the application, and a
             * deleted application may show for a while.
             */
            boolean standing() {
                return all instanceof HarvestException e && !(e.failure() instanceof NotFoundThoughShown);
            }
        }

        /** The score still waits; {@code why} is set if it could not be sent, and empty if it was not allowed to be. */
        record NotSent(Optional<HarvestException> why) implements Outcome {}
    }

    long application() {
        return score.applicationId();
    }

    /** Whether it may empty other fields of its row: Greenhouse is not yet known to keep what is not sent. */
    boolean risksOthers() {
        return !target.keepsOthers() && ExpectedRow.hasOthers(row, target.fields());
    }

    /** @throws HarvestException of a failure that concerns the tenant */
    Outcome send(BooleanSupplier inTime) {
        try {
            target.session().update(application(), patch.fields(), inTime);
            return new Outcome.Written(target.session().now());
        } catch (NotSent _) {
            return new Outcome.NotSent(Optional.empty());
        } catch (HarvestException e) {
            return switch (e.failure()) {
                case NotFound _ ->
                    new Outcome.OfThisRow(
                            new Settled(score, ScoreState.GONE, "the application does not exist in Greenhouse"));
                case NotFoundThoughShown _ -> new Outcome.Refused(new Settled(score, ScoreState.REFUSED, NOT_FOUND), e);
                case Invalid invalid -> refused(invalid);
                case UnknownOutcome unknown ->
                    new Outcome.Unknown(unknown, target.session().now());
                case Forbidden refusal -> forbidden(refusal);
                // nothing was changed: no token was available, or another process replaced it
                case Unavailable _ -> new Outcome.NotSent(Optional.of(e));
                default -> throw e;
            };
        }
    }

    private Outcome forbidden(Forbidden refusal) {
        return new Outcome.Refused(
                new Settled(
                        score,
                        ScoreState.REFUSED,
                        "Greenhouse forbids the credential's user to write to this application, though not to others; the next sweep tries again"),
                new HarvestException(new Forbidden(refusal.scope(), Optional.of(application()))));
    }

    /** A refusal may concern this row, or our field itself: in that case writing stops. */
    private Outcome refused(Invalid refusal) {
        // the field may have been archived since
        TargetFields.among(target.session().customFields("application"), target.settings());
        if (!refusal.ofValues()) {
            Unwritable all = refusesAll(refusal);
            return new Outcome.Refused(new Settled(score, ScoreState.REFUSED, all.getMessage()), all);
        }
        String names = refusal.fields().isEmpty() ? patch.names() : String.join(", ", refusal.fields());
        Settled settled = new Settled(
                score,
                ScoreState.REFUSED,
                "Greenhouse refuses the values of %s (%s)%s"
                        .formatted(names, refusal.what(), namesAnother(refusal) ? DELETED_OPTION : ""));
        return mayRefuseAll(refusal)
                ? new Outcome.Refused(settled, refusesAll(target.fields().score()))
                : new Outcome.OfThisRow(settled);
    }

    /** Where other fields are sent too, one of them may be meant, unless ours is named, or not shown by the row. */
    private boolean mayRefuseAll(Invalid refusal) {
        TargetFields fields = target.fields();
        String key = fields.score().nameKey();
        return names(refusal, key)
                || (!namesAnother(refusal)
                        && (!row.customFields().containsKey(key)
                                || patch.keys().stream().allMatch(fields::ours)));
    }

    /** Only what was sent: Greenhouse may name the list, or a place in it, instead of a field. */
    private boolean namesAnother(Invalid refusal) {
        return patch.keys().stream().anyMatch(key -> !target.fields().ours(key) && names(refusal, key));
    }

    private static boolean names(Invalid refusal, String key) {
        return refusal.fields().stream().anyMatch(name -> name.equals(key) || name.endsWith("." + key));
    }

    static Unwritable refusesAll(Invalid refusal) {
        return new Unwritable(
                "Greenhouse, or a proxy before it, refuses the write (%s)".formatted(refusal.what()),
                "check that no proxy refuses or changes PATCH requests");
    }

    private static Unwritable refusesAll(ScoreField field) {
        return new Unwritable(
                "score_field: Greenhouse refuses every value of '%s'".formatted(field.nameKey()),
                "if the field is private, let the credential's user see and edit it; it has to be a Number field that takes the model's decimals, for candidate applications");
    }
}
