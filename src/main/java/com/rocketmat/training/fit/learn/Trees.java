package com.rocketmat.training.fit.learn;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Gradient-boosted trees of XGBoost, on one thread, which gives the same trees for the same rows.
 *
 * @param rounds number of trees in use: those after the best one on the tuning rows are not
 * @param loss mean log loss on the tuning rows
 */
public record Trees(Booster booster, int rounds, double loss) implements Model {

    private static final int MOST_ROUNDS = 300;
    private static final int PATIENCE = 20;
    /** A threshold may be infinite, where a column has numbers near the largest. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** {@code weight} is the smallest sum of the rows' weights in a leaf. */
    public record Caution(int depth, int weight, int penalty) {}

    /** Shallow trees: a company's history has thousands of rows, not millions. */
    public static final List<Caution> GRID = grid();

    private static List<Caution> grid() {
        List<Caution> grid = new ArrayList<>();
        for (int depth : List.of(2, 3, 4)) {
            for (int weight : List.of(3, 20)) {
                for (int penalty : List.of(1, 20)) {
                    grid.add(new Caution(depth, weight, penalty));
                }
            }
        }
        return List.copyOf(grid);
    }

    /** A node of a tree; a leaf if {@code yes} is negative, whose value is its contribution to the margin. */
    public record Node(int feature, float value, int yes, int no, boolean missingIsYes) {

        public boolean isLeaf() {
            return yes < 0;
        }
    }

    /** Rows in the form of XGBoost, which keeps them outside the heap. */
    public static final class Rows implements AutoCloseable {

        private final DMatrix matrix;

        public Rows(Matrix rows, boolean[] positives) {
            try {
                matrix = matrix(rows);
                float[] labels = new float[positives.length];
                for (int row = 0; row < labels.length; row++) {
                    labels[row] = positives[row] ? 1 : 0;
                }
                matrix.setLabel(labels);
            } catch (XGBoostError e) {
                throw new IllegalStateException("XGBoost does not take the rows", e);
            }
        }

        @Override
        public void close() {
            matrix.dispose();
        }
    }

    private static DMatrix matrix(Matrix rows) throws XGBoostError {
        return new DMatrix(rows.values(), rows.rows(), rows.width(), Float.NaN);
    }

    public static Trees fit(Rows train, Rows tune, Caution caution) {
        DMatrix[] watched = {tune.matrix};
        String[] names = {"tune"};
        try {
            // not all rounds at once: that prints each to the stream on which a worker answers
            Booster booster = XGBoost.train(train.matrix, parameters(caution), 1, Map.of(), null, null);
            int best = 0;
            double least = loss(booster.evalSet(watched, names, 0));
            for (int round = 1; round < MOST_ROUNDS && round - best <= PATIENCE; round++) {
                booster.update(train.matrix, round);
                double loss = loss(booster.evalSet(watched, names, round));
                if (loss < least) {
                    best = round;
                    least = loss;
                }
            }
            return new Trees(booster, best + 1, least);
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost does not learn from the rows", e);
        }
    }

    private static Map<String, Object> parameters(Caution caution) {
        return Map.ofEntries(
                Map.entry("objective", "binary:logistic"),
                // a margin of 0: Platt's offset has the share of positives
                Map.entry("base_score", 0.5),
                Map.entry("eval_metric", "logloss"),
                Map.entry("tree_method", "hist"),
                Map.entry("nthread", 1),
                Map.entry("seed", 1),
                Map.entry("eta", 0.1),
                Map.entry("max_depth", caution.depth()),
                Map.entry("min_child_weight", caution.weight()),
                Map.entry("lambda", caution.penalty()),
                Map.entry("verbosity", 0));
    }

    /** From the end of a line like {@code [3]	tune-logloss:0.69}. */
    private static double loss(String evaluated) {
        return Double.parseDouble(evaluated.substring(evaluated.lastIndexOf(':') + 1));
    }

    @Override
    public double[] margins(Matrix rows) {
        try {
            DMatrix matrix = matrix(rows);
            try {
                float[][] predicted = booster.predict(matrix, true, rounds);
                double[] margins = new double[predicted.length];
                for (int row = 0; row < margins.length; row++) {
                    margins[row] = predicted[row][0];
                }
                return margins;
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost does not score the rows", e);
        }
    }

    /** The nodes of each tree in use, its root first. */
    public List<List<Node>> nodes() {
        try {
            JsonNode all = JSON.readTree(booster.toByteArray("json")).at("/learner/gradient_booster/model/trees");
            List<List<Node>> trees = new ArrayList<>();
            for (int tree = 0; tree < rounds; tree++) {
                trees.add(nodes(all.get(tree)));
            }
            return trees;
        } catch (XGBoostError | IOException e) {
            throw new IllegalStateException("XGBoost does not write its trees", e);
        }
    }

    private static List<Node> nodes(JsonNode tree) {
        List<Node> nodes = new ArrayList<>();
        for (int node = 0; node < tree.path("left_children").size(); node++) {
            nodes.add(new Node(
                    tree.path("split_indices").get(node).intValue(),
                    tree.path("split_conditions").get(node).floatValue(),
                    tree.path("left_children").get(node).intValue(),
                    tree.path("right_children").get(node).intValue(),
                    // a number in some versions, a boolean in others
                    tree.path("default_left").get(node).asBoolean()));
        }
        return nodes;
    }
}
