package com.rocketmat.score.write;

import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is to be done about a score that waits, as its freshly read row stands. */
sealed interface Decision {

    /** Nothing is to be written. */
    record Settle(ScoreState state, String reason) implements Decision {}

    /** Ours first, then those that are sent back unchanged. */
    record Patch(List<CustomFieldWrite> fields) implements Decision {

        String names() {
            return fields.stream().map(CustomFieldWrite::nameKey).collect(Collectors.joining(", "));
        }
    }

    /**
     * Decides.
     *
     * @param row null when the application is no longer there
     * @param scope what the settings admit by now
     * @param alone whether ours may be sent without the row's other fields
     */
    static Decision of(Waiting score, Application row, Scope scope, TargetFields fields, boolean alone) {
        if (row == null) {
            return new Settle(ScoreState.GONE, "the application is deleted, merged or no longer visible");
        }
        if (isThere(score, row, fields)) {
            // an earlier PATCH of unknown outcome did arrive, or what it replaces is the same
            if (!carriesReasonsOfReplaced(score, row, fields)) {
                return new Settle(ScoreState.WRITTEN, null);
            }
        } else if (!fields.score().empty(row.customFields()) && !carriesReplaced(score, row, fields)) {
            return new Settle(ScoreState.SUPERSEDED, "the field was filled meanwhile, and is left alone");
        }
        if (!scope.admits(row)) {
            return new Settle(ScoreState.SUPERSEDED, "the application is no longer one to score, and is left alone");
        }
        return patch(score, row, fields, alone);
    }

    /** The PATCH itself, whatever the row's score field carries. */
    static Decision patch(Waiting score, Application row, TargetFields fields, boolean alone) {
        List<CustomFieldWrite> ours = ours(score, row, fields);
        if (alone) {
            return new Patch(ours);
        }
        var sent = ours.stream().map(CustomFieldWrite::nameKey).collect(Collectors.toSet());
        return switch (OtherFields.of(row.customFields(), sent, fields.active())) {
            case OtherFields.Outcome.Lossy lossy ->
                new Settle(
                        ScoreState.REFUSED,
                        "custom field '%s' (%s) could not be sent back without loss; write_mode merge does not need it"
                                .formatted(lossy.field(), lossy.kind()));
            case OtherFields.Outcome.Resendable others -> {
                List<CustomFieldWrite> all = new ArrayList<>(ours);
                all.addAll(others.fields());
                yield new Patch(all);
            }
        };
    }

    /**
     * A rounded value proves nothing while it may be that of the score which is replaced: 100 is what 99.88 becomes in a field without
     * decimals, and what an older 100 looks like in one that has them. One PATCH too many does no harm there.
     */
    private static boolean isThere(Waiting score, Application row, TargetFields fields) {
        return fields.score().shows(row.customFields(), score.value())
                || (fields.score().carries(row.customFields(), score.value()) && !carriesReplaced(score, row, fields));
    }

    private static boolean carriesReplaced(Waiting score, Application row, TargetFields fields) {
        return score.replaced().filter(own -> own.isIn(row, fields.score())).isPresent();
    }

    private static boolean carriesReasonsOfReplaced(Waiting score, Application row, TargetFields fields) {
        return score.replaced()
                .map(own -> ReasonsText.replacing(own.reasons()))
                .filter(text -> !text.equals(ReasonsText.replacing(score.reasons())))
                .filter(text -> fields.reasonsAre(row.customFields(), text))
                .isPresent();
    }

    /** The score, and the reasons unless somebody has put a text of their own there. */
    private static List<CustomFieldWrite> ours(Waiting score, Application row, TargetFields fields) {
        List<CustomFieldWrite> ours = new ArrayList<>();
        ours.add(new CustomFieldWrite(fields.score().nameKey(), fields.score().wire(score.value())));
        if (fields.reasons().isEmpty()) {
            return ours;
        }
        if (carriesReasonsOfReplaced(score, row, fields)) {
            ours.add(new CustomFieldWrite(
                    fields.reasons().get(), TextNode.valueOf(ReasonsText.replacing(score.reasons()))));
        } else if (!score.reasons().isEmpty() && fields.reasonsEmpty(row.customFields())) {
            ours.add(new CustomFieldWrite(fields.reasons().get(), TextNode.valueOf(ReasonsText.of(score.reasons()))));
        }
        return ours;
    }
}
