package com.rocketmat.model.reasons;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoreFormat;
import com.rocketmat.model.runtime.Cells;
import com.rocketmat.model.runtime.Deadline;
import com.rocketmat.model.runtime.FeatureWeight;
import com.rocketmat.model.runtime.InputTensor;
import com.rocketmat.model.runtime.OnnxModel;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Computes the three features that moved a score most. For each feature, the row is scored again with the reference row's value in
 * its place; the drop in the score is the feature's weight, in units of the written score (percent points, or the model's own).
 * Weights are rounded half away from zero, to one more decimal than the score, and sorted by absolute value, ties in the
 * manifest's order; zeros are dropped. Nothing is sampled: the same model, row and reference row always have the same reasons.
 *
 * <p>Reasons never prevent a score: a feature is skipped if its occlusion fails or returns no score (not finite, not a
 * probability). Weights need not add up to the score: features interact, and each is occluded alone.
 *
 * <p>There is one batch per feature that differs from the reference row in any row. Batches share the inputs without the feature:
 * the runtime copies texts one by one, at about 150 ns each.
 */
public final class Occlusion {

    private final OnnxModel model;
    private final ScoreFormat score;
    private final StrongestWeights strongest;
    private final List<String> features;
    private final List<Cells> reference;
    /** By input and feature; empty for a feature without a reference value. */
    private final List<int[][]> columns;

    public Occlusion(OnnxModel model, Manifest manifest, ReferenceRow row) {
        this.model = model;
        this.score = manifest.score();
        this.features = manifest.features();
        this.strongest = new StrongestWeights(features, score.decimals());
        this.reference = model.cells(List.of(complete(row)));
        this.columns = model.inputs().stream().map(input -> columns(input, row)).toList();
    }

    /** An integer or flag without a reference value is not occluded, but its cell needs a number. */
    private Map<String, FeatureValue> complete(ReferenceRow row) {
        Map<String, FeatureValue> complete = new HashMap<>(row.values());
        features.forEach(feature -> complete.putIfAbsent(feature, new FeatureValue.Numeric(0)));
        return complete;
    }

    private int[][] columns(InputTensor input, ReferenceRow row) {
        return features.stream()
                .map(feature -> IntStream.range(0, input.features().size())
                        .filter(column -> input.features().get(column).equals(feature)
                                && row.values().containsKey(feature))
                        .toArray())
                .toArray(int[][]::new);
    }

    /**
     * Returns each row's reasons, strongest first. Empty, with a log entry, if they take longer than the limit or the runtime fails.
     * Does not throw for rows that {@link OnnxModel#score} accepted.
     *
     * @param scores raw scores of the rows
     */
    public Optional<List<List<FeatureWeight>>> reasons(
            List<Map<String, FeatureValue>> rows, double[] scores, Duration limit) {
        List<Cells> cells = model.cells(rows);
        double[][] weights = new double[scores.length][features.size()];
        try (var deadline = new Deadline(limit)) {
            weigh(cells, scores, weights, deadline);
            return deadline.isExpired()
                    ? noReasons(scores.length, "take longer than %s (rocketmat.models.reasons-time)".formatted(limit))
                    : Optional.of(Arrays.stream(weights).map(strongest::of).toList());
        } catch (OrtException e) {
            return noReasons(scores.length, "failed in ONNX Runtime: " + e.getCode());
        }
    }

    private static <T> Optional<T> noReasons(int scores, String cause) {
        Log.infof("Reasons of %d scores %s; writing the scores without reasons", scores, cause);
        return Optional.empty();
    }

    private void weigh(List<Cells> cells, double[] scores, double[][] weights, Deadline deadline) throws OrtException {
        Map<String, OnnxTensor> shared = new HashMap<>();
        try {
            model.fill(shared, cells);
            for (int i = 0; i < features.size() && !deadline.isExpired(); i++) {
                int feature = i;
                if (IntStream.range(0, scores.length).anyMatch(row -> differs(cells, row, feature))) {
                    weigh(feature, cells, shared, scores, weights, deadline);
                }
            }
        } finally {
            shared.values().forEach(OnnxTensor::close);
        }
    }

    /** A failure only costs reasons. Its type is logged, but not its message, which may quote a value. */
    private void weigh(
            int feature,
            List<Cells> cells,
            Map<String, OnnxTensor> shared,
            double[] scores,
            double[][] weights,
            Deadline deadline) {
        Map<String, OnnxTensor> occluded = new HashMap<>();
        try {
            for (int input = 0; input < cells.size(); input++) {
                int[] occludedColumns = columns.get(input)[feature];
                if (occludedColumns.length > 0) {
                    occluded.put(
                            model.inputs().get(input).name(),
                            cells.get(input)
                                    .occluded(occludedColumns, reference.get(input))
                                    .tensor());
                }
            }
            Map<String, OnnxTensor> tensors = new HashMap<>(shared);
            tensors.putAll(occluded);
            double[] occludedScores = model.run(tensors, scores.length, deadline.options());
            for (int row = 0; row < occludedScores.length; row++) {
                // the last bits of an unchanged row's score may differ between batches
                if (differs(cells, row, feature)) {
                    weights[row][feature] = score.unrounded(scores[row]) - score.unrounded(occludedScores[row]);
                }
            }
        } catch (OrtException | RuntimeException e) {
            Log.debugf("Cannot score rows with a feature occluded: %s", e.getClass());
        } finally {
            occluded.values().forEach(OnnxTensor::close);
        }
    }

    private boolean differs(List<Cells> cells, int row, int feature) {
        for (int input = 0; input < cells.size(); input++) {
            for (int column : columns.get(input)[feature]) {
                if (!cells.get(input).same(row, column, reference.get(input))) {
                    return true;
                }
            }
        }
        return false;
    }
}
