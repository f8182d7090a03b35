package com.rocketmat.sync;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.model.runtime.ScoredRow;
import com.rocketmat.score.NewScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Scores a batch, and one that fails in halves, so that a row that the model cannot score does not cost the others theirs, nor each of
 * them the time of a run with its reasons.
 */
final class Halving {

    private final ActiveModel model;
    private final ScoringBatch batch;
    private final Function<List<Map<String, FeatureValue>>, List<ScoredRow>> scorer;
    private final BooleanSupplier inTime;
    private final List<NewScore> made = new ArrayList<>();
    /** Of the whole batch. */
    private ScoringFailed failure;

    private boolean ran;
    private boolean ofAField;

    /** @param inTime asked after each failure */
    Halving(
            ActiveModel model,
            ScoringBatch batch,
            Function<List<Map<String, FeatureValue>>, List<ScoredRow>> scorer,
            BooleanSupplier inTime) {
        this.model = model;
        this.batch = batch;
        this.scorer = scorer;
        this.inTime = inTime;
    }

    /**
     * If the model can score none, it or the type of a field is at fault, unless it is known to run: a page may hold a single application,
     * which would keep those after it waiting for ever.
     *
     * @param runs whether the model scores other rows
     * @throws ScoringFailed of the batch, if the model is at fault or the time is up
     */
    List<NewScore> score(BooleanSupplier runs) {
        score(0, batch.rows().size());
        if (!ran && (ofAField || !runs.getAsBoolean())) {
            throw failure;
        }
        return made;
    }

    private void score(int from, int to) {
        try {
            List<ScoredRow> scored = scorer.apply(batch.rows().subList(from, to));
            for (int row = from; row < to; row++) {
                made.add(batch.made(row, model, scored.get(row - from)));
            }
            ran = true;
        } catch (ScoringFailed e) {
            failed(from, to, e);
        }
    }

    private void failed(int from, int to, ScoringFailed e) {
        failure = failure == null ? e : failure;
        if (e.isQuarantined()) {
            throw e;
        }
        if (!inTime.getAsBoolean()) {
            throw failure;
        }
        if (to - from > 1) {
            int middle = (from + to) / 2;
            score(from, middle);
            score(middle, to);
        } else {
            ran |= e.isForRow();
            ofAField |= e.isForField();
            made.add(batch.failed(from, e.getMessage()));
        }
    }
}
