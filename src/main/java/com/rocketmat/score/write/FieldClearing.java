package com.rocketmat.score.write;

import com.fasterxml.jackson.databind.node.NullNode;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.Unwritable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/** Empties fields of Greenhouse's that carry a score of ours, before all is forgotten that tells it from another's. */
@ApplicationScoped
public class FieldClearing {

    private final WriteProofs proofs;

    FieldClearing(WriteProofs proofs) {
        this.proofs = proofs;
    }

    /**
     * Empties the fields of those applications that carry what we wrote; reasons too, as long as they are ours. Done again it
     * changes nothing.
     *
     * @throws HarvestException of the first call that failed; some fields may be empty by then
     * @throws Unwritable when a row's other fields could not be sent back without loss
     */
    public void clear(WriteTarget target, Collection<OwnScore> scores) {
        boolean alone = SliceWrites.alone(
                target, proofs.of(target.tenant(), target.fields().score()));
        scores.stream()
                .gather(Gatherers.windowFixed(HarvestSession.MOST_IDS))
                .forEach(some -> clear(target, some, alone));
    }

    private static void clear(WriteTarget target, List<OwnScore> scores, boolean alone) {
        Map<Long, Application> rows =
                target.rows(scores.stream().map(OwnScore::applicationId).toList());
        for (OwnScore own : scores) {
            Application row = rows.get(own.applicationId());
            if (row != null && own.isIn(row, target.fields().score())) {
                clear(target, row, fields(own, row, target.fields(), alone));
            }
        }
    }

    private static void clear(WriteTarget target, Application row, List<CustomFieldWrite> fields) {
        try {
            target.session().update(row.id(), fields);
        } catch (HarvestException e) {
            if (!(e.failure() instanceof NotFound)) {
                throw e;
            }
        }
    }

    private static List<CustomFieldWrite> fields(OwnScore own, Application row, TargetFields target, boolean alone) {
        List<CustomFieldWrite> fields = new ArrayList<>();
        fields.add(empty(target.score().nameKey()));
        target.reasons()
                .filter(_ -> target.reasonsAre(row.customFields(), ReasonsText.replacing(own.reasons())))
                .ifPresent(key -> fields.add(empty(key)));
        if (!alone) {
            Set<String> emptied = fields.stream().map(CustomFieldWrite::nameKey).collect(Collectors.toSet());
            fields.addAll(others(row, target, emptied));
        }
        return fields;
    }

    private static CustomFieldWrite empty(String key) {
        return new CustomFieldWrite(key, NullNode.instance);
    }

    private static List<CustomFieldWrite> others(Application row, TargetFields target, Set<String> emptied) {
        return switch (OtherFields.of(row.customFields(), emptied, target.active())) {
            case OtherFields.Outcome.Resendable others -> others.fields();
            case OtherFields.Outcome.Lossy lossy ->
                throw new Unwritable(
                        "custom field '%s' (%s) could not be sent back without loss"
                                .formatted(lossy.field(), lossy.kind()),
                        "empty the score in Greenhouse by hand, and erase the candidate without clear");
        };
    }
}
