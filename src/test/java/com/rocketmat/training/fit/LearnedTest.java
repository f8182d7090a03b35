package com.rocketmat.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.learn.Logistic;
import com.rocketmat.training.fit.learn.Matrix;
import com.rocketmat.training.fit.learn.Platt;
import com.rocketmat.training.fit.learn.Scorer;
import com.rocketmat.training.fit.learn.Trees;
import com.rocketmat.training.fit.report.Calibration;
import com.rocketmat.training.fit.rows.Split;
import com.rocketmat.training.fit.rows.Table;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LearnedTest {

    private final Table table =
            Table.of(PlantedHistory.of(2500, 22, PlantedHistory::straight).rows());
    private final Split split = Split.of(table);
    private final Encoder encoder = Encoder.fit(table, split.train());
    private final Matrix train = encoder.encode(table, split.train());
    private final Matrix tune = encoder.encode(table, split.tune());
    private final boolean[] learnedFrom = table.positives(split.train());
    private final boolean[] tunedOn = table.positives(split.tune());

    @Test
    void thePenaltyWithTheLeastLossOnTheTuningPartIsChosen() {
        List<Double> losses = DoubleStream.of(1, 10, 100)
                .map(penalty -> loss(Scorer.of(Logistic.fit(train, learnedFrom, penalty), tune, tunedOn)))
                .boxed()
                .toList();
        assertThat(losses.getLast()).as("not the first one").isEqualTo(Collections.min(losses));

        Learned learned = learned(false);
        assertThat(learned.settings()).isEqualTo("penalty 100");
        assertThat(loss(learned.model())).isEqualTo(losses.getLast());
    }

    @Test
    void theTreesWithTheLeastLossOnTheTuningPartAreChosen() {
        List<Double> losses;
        try (Trees.Rows rows = new Trees.Rows(train, learnedFrom);
                Trees.Rows others = new Trees.Rows(tune, tunedOn)) {
            losses = Trees.GRID.stream()
                    .map(regularization ->
                            Trees.fit(rows, others, regularization).loss())
                    .toList();
        }
        assertThat(losses).as("each regularization makes other trees").doesNotHaveDuplicates();

        Trees trees = (Trees) learned(true).model().model();
        assertThat(trees.loss()).isEqualTo(Collections.min(losses));
        assertThat(loss(new Scorer(trees, new Platt(1, 0))))
                .as("with the number of trees that has the least loss")
                .isCloseTo(trees.loss(), within(1e-6));
    }

    private Learned learned(boolean trees) {
        return Learned.from(table, split, encoder, trees, _ -> {});
    }

    private double loss(Scorer scorer) {
        return Calibration.logLoss(scorer.probabilities(tune), tunedOn);
    }
}
