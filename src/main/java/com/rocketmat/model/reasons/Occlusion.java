package com.rocketmat.model.reasons;

import static java.math.RoundingMode.HALF_UP;
import static java.util.Comparator.comparing;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoreFormat;
import com.rocketmat.model.runtime.Deadline;
import com.rocketmat.model.runtime.FeatureWeight;
import com.rocketmat.model.runtime.OnnxModel;
import io.quarkus.logging.Log;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
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
 * manifest's order; zeros are dropped. Nothing is sampled: the same model, batch and reference row always have the same reasons.
 *
 * <p>Reasons never prevent a score: a feature is skipped if its occlusion fails or returns no score (not finite, not a
 * probability). Weights need not add up to the score: features interact, and each is occluded alone.
 */
public final class Occlusion {

    private static final int MAX_REASONS = 3;

    private final OnnxModel model;
    private final ScoreFormat score;
    private final List<String> features;
    private final Map<String, FeatureValue> missing;
    /** Has no entry for a feature without a reference value. */
    private final Map<String, FeatureValue> reference;

    public Occlusion(OnnxModel model, Manifest manifest, ReferenceRow row) {
        this.model = model;
        this.score = manifest.score();
        this.features = manifest.features();
        this.missing = manifest.missing();
        this.reference = row.values();
    }

    /**
     * Returns each row's reasons, strongest first. Empty, with a log entry, if they take longer than the limit or the runtime fails.
     * Does not throw for rows that {@link OnnxModel#score} accepted.
     */
    public Optional<List<List<FeatureWeight>>> reasons(List<Map<String, FeatureValue>> rows, Duration limit) {
        try (var deadline = new Deadline(limit)) {
            // not the scores to be written: those may be of other batches, on which their last bits depend
            Optional<double[]> scores = scores(rows, deadline);
            double[][] weights = new double[rows.size()][features.size()];
            for (int feature = 0; scores.isPresent() && feature < features.size() && !deadline.isExpired(); feature++) {
                weigh(feature, rows, scores.get(), weights, deadline);
            }
            if (deadline.isExpired()) {
                return noReasons(rows.size(), "take longer than %s (rocketmat.models.reasons-time)".formatted(limit));
            }
            return scores.isEmpty()
                    ? noReasons(rows.size(), "cannot be computed")
                    : Optional.of(Arrays.stream(weights).map(this::strongest).toList());
        } catch (OrtException e) {
            return noReasons(rows.size(), "failed in ONNX Runtime: " + e.getCode());
        }
    }

    private static <T> Optional<T> noReasons(int scores, String cause) {
        Log.infof("Reasons of %d scores %s; writing the scores without reasons", scores, cause);
        return Optional.empty();
    }

    private void weigh(
            int feature, List<Map<String, FeatureValue>> rows, double[] scores, double[][] weights, Deadline deadline) {
        String name = features.get(feature);
        int[] differing = IntStream.range(0, rows.size())
                .filter(row -> differs(rows.get(row), name))
                .toArray();
        if (differing.length == 0) {
            return;
        }
        // each row keeps its place in the batch, on which the last bits of its score may depend
        List<Map<String, FeatureValue>> occluded = new ArrayList<>(rows);
        Arrays.stream(differing).forEach(row -> occluded.set(row, occluded(rows.get(row), name)));
        scores(occluded, deadline).ifPresent(without -> {
            for (int row : differing) {
                weights[row][feature] = scores[row] - without[row];
            }
        });
    }

    /** Empty after a failure, which only costs reasons. Its type is logged, but not its message, which may quote a value. */
    private Optional<double[]> scores(List<Map<String, FeatureValue>> rows, Deadline deadline) {
        try {
            return Optional.of(Arrays.stream(model.run(rows, deadline.options()))
                    .map(score::unrounded)
                    .toArray());
        } catch (OrtException | RuntimeException e) {
            Log.debugf("Cannot score rows for their reasons: %s", e.getClass());
            return Optional.empty();
        }
    }

    private Map<String, FeatureValue> occluded(Map<String, FeatureValue> row, String feature) {
        Map<String, FeatureValue> occluded = new HashMap<>(row);
        occluded.put(feature, reference.get(feature));
        return occluded;
    }

    /** The last bits of an unchanged row's score may differ between batches, which is no reason. */
    private boolean differs(Map<String, FeatureValue> row, String feature) {
        FeatureValue other = reference.get(feature);
        FeatureValue value = row.getOrDefault(feature, FeatureValue.MISSING);
        if (value instanceof FeatureValue.Missing) {
            value = missing.getOrDefault(feature, value);
        }
        if (value instanceof FeatureValue.Missing) {
            // an input then has NaN or an empty text
            return other != null && !other.equals(ReferenceRows.NOT_A_NUMBER) && !other.equals(ReferenceRows.NO_TEXT);
        }
        return other != null && !asNumber(value).equals(asNumber(other));
    }

    private static FeatureValue asNumber(FeatureValue value) {
        return value instanceof FeatureValue.Identifier(long id) ? new FeatureValue.Numeric(id) : value;
    }

    private List<FeatureWeight> strongest(double[] weights) {
        return IntStream.range(0, weights.length)
                .mapToObj(feature -> new FeatureWeight(features.get(feature), rounded(weights[feature])))
                .filter(weight -> weight.weight().signum() != 0)
                .sorted(comparing((FeatureWeight weight) -> weight.weight().abs())
                        .reversed())
                .limit(MAX_REASONS)
                .toList();
    }

    /** To one more decimal than the score, which shows a change that the score's rounding hides. */
    private BigDecimal rounded(double weight) {
        return Double.isFinite(weight)
                ? BigDecimal.valueOf(weight).setScale(score.decimals() + 1, HALF_UP)
                : BigDecimal.ZERO;
    }
}
