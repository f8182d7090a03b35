package com.rocketmat.score.write;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.Unwritable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Gatherers;

/** Empties fields in Greenhouse that carry a score of ours, before what tells it from another value is erased. */
public final class FieldClearing {

    private FieldClearing() {}

    /**
     * Empties the fields of those applications that carry what we wrote; reasons too, as long as they are ours. Repeating it
     * changes nothing.
     *
     * @param emptied is given each application whose field was emptied, at once
     * @throws HarvestException of the first call that failed; some fields may be empty by then
     * @throws Unwritable if a row's other fields could not be sent back without loss
     */
    public static void clear(WriteTarget target, Collection<OwnScore> scores, LongConsumer emptied) {
        scores.stream()
                .gather(Gatherers.windowFixed(HarvestSession.MOST_IDS))
                .forEach(some -> clear(target, some, emptied));
    }

    private static void clear(WriteTarget target, List<OwnScore> scores, LongConsumer emptied) {
        Map<Long, Application> rows =
                target.rows(scores.stream().map(OwnScore::applicationId).toList());
        for (OwnScore own : scores) {
            Application row = rows.get(own.applicationId());
            if (row != null && own.isIn(row, target.fields().score())) {
                clear(target, new CarriedScore(row, own), emptied);
            }
        }
    }

    private static void clear(WriteTarget target, CarriedScore score, LongConsumer emptied) {
        switch (Decision.removal(score, target.fields(), target.alone())) {
            case Decision.Patch patch -> send(target, score.applicationId(), patch, emptied);
            case Decision.Settle settle ->
                throw new Unwritable(
                        settle.reason(),
                        "empty the score in Greenhouse by hand, and erase the candidate without clear");
        }
    }

    private static void send(WriteTarget target, long application, Decision.Patch patch, LongConsumer emptied) {
        try {
            target.session().update(application, patch.fields());
            emptied.accept(application);
        } catch (HarvestException e) {
            if (!(e.failure() instanceof NotFound)) {
                throw e;
            }
        }
    }
}
