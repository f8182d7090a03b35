package com.rocketmat.training.fit;

import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.learn.Logistic;
import com.rocketmat.training.fit.learn.Matrix;
import com.rocketmat.training.fit.learn.Model;
import com.rocketmat.training.fit.learn.Scorer;
import com.rocketmat.training.fit.learn.Trees;
import com.rocketmat.training.fit.report.Calibration;
import com.rocketmat.training.fit.rows.Split;
import com.rocketmat.training.fit.rows.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * A model learned from the training part of the rows, with settings chosen on the tuning part.
 *
 * @param settings of the model, for people
 * @param baseline a logistic model to compare trees with; empty if the model is logistic itself
 */
record Learned(Scorer model, String settings, Optional<Scorer> baseline) {

    private static final List<Double> PENALTIES = List.of(1.0, 10.0, 100.0);

    static Learned from(Table table, Split split, Encoder encoder, boolean trees, DoubleConsumer progress) {
        Learner learner = new Learner(table, split, encoder, trees, progress);
        Scorer logistic = learner.logistic();
        Optional<Scorer> baseline = trees ? Optional.of(logistic) : Optional.empty();
        Scorer model = trees ? learner.trees() : logistic;
        return new Learned(model, learner.settings, baseline);
    }

    private static final class Learner {

        private final Matrix train;
        private final Matrix tune;
        private final boolean[] trainPositives;
        private final boolean[] tunePositives;
        private final DoubleConsumer progress;
        private final int steps;
        private int done;
        private String settings;

        Learner(Table table, Split split, Encoder encoder, boolean trees, DoubleConsumer progress) {
            train = encoder.encode(table, split.train());
            tune = encoder.encode(table, split.tune());
            trainPositives = table.positives(split.train());
            tunePositives = table.positives(split.tune());
            steps = PENALTIES.size() + (trees ? Trees.GRID.size() : 0);
            this.progress = progress;
        }

        Scorer logistic() {
            Scorer best = null;
            double lowestLoss = Double.POSITIVE_INFINITY;
            for (double penalty : PENALTIES) {
                reportStep();
                Scorer scorer = calibrated(Logistic.fit(train, trainPositives, penalty));
                double loss = Calibration.logLoss(scorer.probabilities(tune), tunePositives);
                if (best == null || loss < lowestLoss) {
                    best = scorer;
                    settings = String.format(Locale.ROOT, "penalty %.0f", penalty);
                    lowestLoss = loss;
                }
            }
            return best;
        }

        Scorer trees() {
            Trees best = null;
            try (Trees.Rows trainRows = new Trees.Rows(train, trainPositives);
                    Trees.Rows tuneRows = new Trees.Rows(tune, tunePositives)) {
                for (Trees.Regularization regularization : Trees.GRID) {
                    reportStep();
                    Trees trees = Trees.fit(trainRows, tuneRows, regularization);
                    if (best == null || trees.loss() < best.loss()) {
                        best = trees;
                        settings = "depth %d, leaf weight %d, penalty %d, %d trees"
                                .formatted(
                                        regularization.depth(),
                                        regularization.weight(),
                                        regularization.penalty(),
                                        trees.rounds());
                    }
                }
            }
            return calibrated(best);
        }

        private Scorer calibrated(Model model) {
            return Scorer.of(model, tune, tunePositives);
        }

        private void reportStep() {
            progress.accept((double) done++ / steps);
        }
    }
}
