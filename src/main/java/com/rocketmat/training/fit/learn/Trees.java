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
 * XGBoost's gradient-boosted trees, fitted on one thread, so that the same rows result in the same trees.
 *
 * @param rounds number of trees in use; later ones did not improve the loss on the tuning rows
 * @param loss mean log loss on the tuning rows
 */
public record Trees(Booster booster, int rounds, double loss) implements Model {

    private static final int MAX_ROUNDS = 300;
    private static final int PATIENCE = 20;
    /** A threshold may be infinite if a column has numbers near the largest float. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** {@code weight} is the smallest sum of p(1 − p) over the rows of a leaf. */
    public record Regularization(int depth, int weight, int penalty) {}

    /** Shallow trees: a company's history has thousands of rows, not millions. */
    public static final List<Regularization> GRID = grid();

    private static List<Regularization> grid() {
        List<Regularization> grid = new ArrayList<>();
        for (int depth : List.of(2, 3, 4)) {
            for (int weight : List.of(3, 20)) {
                for (int penalty : List.of(1, 20)) {
                    grid.add(new Regularization(depth, weight, penalty));
                }
            }
        }
        return List.copyOf(grid);
    }

    /** A node, or a leaf, whose {@code value} is its contribution to the margin instead of a threshold. */
    public record Node(int feature, float value, int yes, int no, boolean missingIsYes) {

        public boolean isLeaf() {
            return yes < 0;
        }
    }

    /** Rows in XGBoost's native memory. */
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
                throw new IllegalStateException("XGBoost rejects the rows", e);
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

    public static Trees fit(Rows train, Rows tune, Regularization regularization) {
        DMatrix[] evaluated = {tune.matrix};
        String[] names = {"tune"};
        try {
            // one round a call, since train() prints each round to stdout, on which the worker answers
            Booster booster = XGBoost.train(train.matrix, parameters(regularization), 1, Map.of(), null, null);
            int best = 0;
            double lowestLoss = loss(booster.evalSet(evaluated, names, 0));
            for (int round = 1; round < MAX_ROUNDS && round - best <= PATIENCE; round++) {
                booster.update(train.matrix, round);
                double loss = loss(booster.evalSet(evaluated, names, round));
                if (loss < lowestLoss) {
                    best = round;
                    lowestLoss = loss;
                }
            }
            return new Trees(booster, best + 1, lowestLoss);
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost cannot learn from the rows", e);
        }
    }

    private static Map<String, Object> parameters(Regularization regularization) {
        return Map.ofEntries(
                Map.entry("objective", "binary:logistic"),
                // a margin of 0, since Platt's offset accounts for the share of positives
                Map.entry("base_score", 0.5),
                Map.entry("eval_metric", "logloss"),
                Map.entry("tree_method", "hist"),
                Map.entry("nthread", 1),
                Map.entry("seed", 1),
                Map.entry("eta", 0.1),
                Map.entry("max_depth", regularization.depth()),
                Map.entry("min_child_weight", regularization.weight()),
                Map.entry("lambda", regularization.penalty()),
                Map.entry("verbosity", 0));
    }

    /** Parses the end of a line like {@code [3]	tune-logloss:0.69}. */
    private static double loss(String evaluation) {
        return Double.parseDouble(evaluation.substring(evaluation.lastIndexOf(':') + 1));
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
            throw new IllegalStateException("XGBoost cannot score the rows", e);
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
            throw new IllegalStateException("XGBoost cannot write its trees", e);
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
