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
 * Computes the three features that moved a score most. Each feature in turn is set to the reference row's value while all others
 * stay unchanged, and the row is scored again; the drop in the score is the feature's weight, in units of the written score
 * (percent points, or the model's own). Weights are rounded half away from zero, to one more decimal than the score; they are
 * sorted by absolute value, ties in the manifest's order, and zeros are dropped. The same model, row and reference row always
 * give the same reasons; there is no sampling, and the model is only asked for scores.
 *
 * <p>Reasons never prevent a score: a feature is skipped if its occlusion fails or gives no score (not finite, not a
 * probability). Weights need not add up to the score: features interact, and each is occluded alone.
 *
 * <p>It runs one batch per feature that differs from the reference row in any row. Batches share the inputs that do not contain
 * the feature: texts are copied into the runtime one by one, at about 150 ns each.
 */
public final class Occlusion {

    private final OnnxModel model;
    private final ScoreFormat score;
    private final StrongestWeights strongest;
    private final List<String> features;
    private final List<Cells> reference;
    /** By input and feature; none of a feature without a reference value. */
    private final List<int[][]> columns;

    public Occlusion(OnnxModel model, Manifest manifest, ReferenceRow row) {
        this.model = model;
        this.score = manifest.score();
        this.features = manifest.features();
        this.strongest = new StrongestWeights(features, score.decimals());
        this.reference = model.cells(List.of(whole(row)));
        this.columns = model.inputs().stream().map(input -> columns(input, row)).toList();
    }

    /** An integer or flag without a reference value is not occluded, but its cell takes a number. */
    private Map<String, FeatureValue> whole(ReferenceRow row) {
        Map<String, FeatureValue> whole = new HashMap<>(row.values());
        features.forEach(feature -> whole.putIfAbsent(feature, new FeatureValue.Numeric(0)));
        return whole;
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
     * The reasons of each row, strongest first; empty, and told why, if they take longer than the limit or the runtime fails. Does
     * not fail for rows that {@link OnnxModel#score} accepted.
     *
     * @param scores raw scores of the rows
     */
    public Optional<List<List<FeatureWeight>>> reasons(
            List<Map<String, FeatureValue>> rows, double[] scores, Duration limit) {
        List<Cells> cells = model.cells(rows);
        double[][] weights = new double[scores.length][features.size()];
        try (var deadline = new Deadline(limit)) {
            weigh(cells, scores, weights, deadline);
            return deadline.passed()
                    ? without(scores.length, "take longer than %s (rocketmat.models.reasons-time)".formatted(limit))
                    : Optional.of(Arrays.stream(weights).map(strongest::of).toList());
        } catch (OrtException e) {
            return without(scores.length, "failed in ONNX Runtime: " + e.getCode());
        }
    }

    private static <T> Optional<T> without(int scores, String why) {
        Log.infof("Reasons of %d scores %s; writing the scores without reasons", scores, why);
        return Optional.empty();
    }

    private void weigh(List<Cells> cells, double[] scores, double[][] weights, Deadline deadline) throws OrtException {
        Map<String, OnnxTensor> whole = new HashMap<>();
        try {
            model.fill(whole, cells);
            for (int each = 0; each < features.size() && !deadline.passed(); each++) {
                int feature = each;
                if (IntStream.range(0, scores.length).anyMatch(row -> differs(cells, row, feature))) {
                    weigh(feature, cells, whole, scores, weights, deadline);
                }
            }
        } finally {
            whole.values().forEach(OnnxTensor::close);
        }
    }

    /** A failure here costs reasons but never a score; only its type is logged, because the message may quote a value. */
    private void weigh(
            int feature,
            List<Cells> cells,
            Map<String, OnnxTensor> whole,
            double[] scores,
            double[][] weights,
            Deadline deadline) {
        Map<String, OnnxTensor> own = new HashMap<>();
        try {
            for (int input = 0; input < cells.size(); input++) {
                int[] ownColumns = columns.get(input)[feature];
                if (ownColumns.length > 0) {
                    own.put(
                            model.inputs().get(input).name(),
                            cells.get(input)
                                    .occluded(ownColumns, reference.get(input))
                                    .tensor());
                }
            }
            Map<String, OnnxTensor> tensors = new HashMap<>(whole);
            tensors.putAll(own);
            double[] without = model.run(tensors, scores.length, deadline.options());
            for (int row = 0; row < without.length; row++) {
                // a score of the same row in another batch may have other last bits
                if (differs(cells, row, feature)) {
                    weights[row][feature] = score.unrounded(scores[row]) - score.unrounded(without[row]);
                }
            }
        } catch (OrtException | RuntimeException e) {
            Log.debugf("Cannot score rows without a feature: %s", e.getClass());
        } finally {
            own.values().forEach(OnnxTensor::close);
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
