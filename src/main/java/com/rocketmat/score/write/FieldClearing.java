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
import java.util.stream.Gatherers;

/** Empties fields in Greenhouse that carry a score of ours, before what tells it from another value is erased. */
public final class FieldClearing {

    private FieldClearing() {}

    /**
     * Empties the fields of those applications that carry what we wrote; reasons too, as long as they are ours. Repeating it
     * changes nothing.
     *
     * @throws HarvestException of the first call that failed; some fields may be empty by then
     * @throws Unwritable if a row's other fields could not be sent back without loss
     */
    public static void clear(WriteTarget target, Collection<OwnScore> scores) {
        scores.stream().gather(Gatherers.windowFixed(HarvestSession.MOST_IDS)).forEach(some -> clear(target, some));
    }

    private static void clear(WriteTarget target, List<OwnScore> scores) {
        Map<Long, Application> rows =
                target.rows(scores.stream().map(OwnScore::applicationId).toList());
        for (OwnScore own : scores) {
            Application row = rows.get(own.applicationId());
            if (row != null && own.isIn(row, target.fields().score())) {
                clear(target, new CarriedScore(row, own));
            }
        }
    }

    private static void clear(WriteTarget target, CarriedScore score) {
        switch (Decision.removal(score, target.fields(), target.alone())) {
            case Decision.Patch patch -> send(target, score.applicationId(), patch);
            case Decision.Settle settle ->
                throw new Unwritable(
                        settle.reason(),
                        "empty the score in Greenhouse by hand, and erase the candidate without clear");
        }
    }

    private static void send(WriteTarget target, long application, Decision.Patch patch) {
        try {
            target.session().update(application, patch.fields());
        } catch (HarvestException e) {
            if (!(e.failure() instanceof NotFound)) {
                throw e;
            }
        }
    }
}
