package com.rocketmat.score.write;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores.Settled;
import com.rocketmat.score.Scores.Waiting;
import com.rocketmat.score.write.WriteTarget.Others;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What to do about a waiting score, given its freshly read row. */
sealed interface WriteDecision {

    /** Nothing is written. */
    record Settle(ScoreState state, String reason) implements WriteDecision {}

    /** Our fields first, then those sent back unchanged. */
    record Patch(List<CustomFieldWrite> fields) implements WriteDecision {

        String names() {
            return String.join(", ", keys());
        }

        Set<String> keys() {
            return fields.stream().map(CustomFieldWrite::nameKey).collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    /** The row is null if the application no longer exists. */
    static WriteDecision of(Waiting score, Application row, Scope scope, TargetFields fields, Others others) {
        if (row == null) {
            return new Settle(ScoreState.GONE, "the application is deleted, merged or no longer visible");
        }
        if (isThere(score, row, fields)) {
            // an earlier PATCH with unknown outcome did arrive, or the value to replace is the same
            if (!showsOtherReasons(score, row, fields)) {
                return new Settle(ScoreState.WRITTEN, null);
            }
        } else if (!fields.score().empty(row.customFields()) && !carriesReplaced(score, row, fields)) {
            return new Settle(ScoreState.SUPERSEDED, "the field was filled meanwhile and is not overwritten");
        }
        if (!scope.admits(row)) {
            return new Settle(ScoreState.SUPERSEDED, Settled.NOT_ELIGIBLE);
        }
        if (score.jobId() != null && !score.jobId().equals(row.jobId())) {
            return new Settle(ScoreState.SUPERSEDED, Settled.MOVED);
        }
        return with(ourFields(score, row, fields), row, fields, others);
    }

    /** The PATCH that takes a score of ours, and its reasons, out of a row that carries them, or one of them. */
    static WriteDecision removal(CarriedScore score, TargetFields fields, Others others) {
        Set<String> ours = new LinkedHashSet<>();
        if (score.showsScore(fields)) {
            ours.add(fields.score().nameKey());
        }
        fields.reasons().filter(_ -> score.showsReasons(fields)).ifPresent(ours::add);
        return removal(score.row(), ours, fields, others);
    }

    static WriteDecision removal(Application row, Set<String> keys, TargetFields fields, Others others) {
        List<CustomFieldWrite> emptied = keys.stream()
                .map(key -> new CustomFieldWrite(key, NullNode.instance))
                .toList();
        return with(emptied, row, fields, others);
    }

    private static WriteDecision with(
            List<CustomFieldWrite> ours, Application row, TargetFields fields, Others others) {
        if (others == Others.LEFT_OUT) {
            return new Patch(ours);
        }
        Optional<String> unseen = others == Others.SENT ? fields.unseen(row) : Optional.empty();
        if (unseen.isPresent()) {
            return new Settle(
                    ScoreState.REFUSED,
                    "the private custom field '%s' is not shown to the credential's user and cannot be sent back; let the user see it, or set write_mode to merge where Greenhouse merges"
                            .formatted(unseen.get()));
        }
        var sent = ours.stream().map(CustomFieldWrite::nameKey).collect(Collectors.toSet());
        return switch (OtherFields.of(row.customFields(), sent, fields.active())) {
            case OtherFields.Outcome.Lossy lossy ->
                new Settle(
                        ScoreState.REFUSED,
                        "custom field '%s' (%s) cannot be sent back without loss; empty it, unarchive it if it is archived, or let write_mode be merge where the doctor finds that Greenhouse merges"
                                .formatted(lossy.field(), lossy.kind()));
            case OtherFields.Outcome.Resendable resendable -> {
                List<CustomFieldWrite> all = new ArrayList<>(ours);
                all.addAll(resendable.fields());
                yield new Patch(all);
            }
        };
    }

    /**
     * A rounded value proves nothing if it may belong to the replaced score: 99.88 becomes 100 in a field without decimals, and
     * so does an older 100 in a field that has them. A redundant PATCH does no harm.
     */
    private static boolean isThere(Waiting score, Application row, TargetFields fields) {
        return fields.score().shows(row.customFields(), score.value())
                || (fields.score().carries(row.customFields(), score.value()) && !carriesReplaced(score, row, fields));
    }

    private static boolean carriesReplaced(Waiting score, Application row, TargetFields fields) {
        return score.replaced().filter(own -> own.isIn(row, fields.score())).isPresent();
    }

    /** Ours, but of another score. */
    private static boolean showsOtherReasons(Waiting score, Application row, TargetFields fields) {
        return fields.reasonsAreOurs(row.customFields())
                && !fields.reasonsAre(row.customFields(), ReasonsText.replacing(score.reasons()));
    }

    /** The score, and the reasons unless someone entered another text. */
    private static List<CustomFieldWrite> ourFields(Waiting score, Application row, TargetFields fields) {
        List<CustomFieldWrite> ours = new ArrayList<>();
        ours.add(new CustomFieldWrite(fields.score().nameKey(), fields.score().wire(score.value())));
        boolean first =
                fields.reasonsEmpty(row.customFields()) && !score.reasons().isEmpty();
        fields.reasons()
                .filter(_ -> first || showsOtherReasons(score, row, fields))
                .map(key -> new CustomFieldWrite(key, TextNode.valueOf(ReasonsText.replacing(score.reasons()))))
                .ifPresent(ours::add);
        return ours;
    }
}
