package com.rocketmat.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.rocketmat.model.Cells.Variant;
import io.quarkus.logging.Log;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The three features that moved a score most. Each feature in turn takes the value of the reference row, all others staying as
 * they are, and the row is scored again; what the score loses by that is the feature's weight, in units of the score as it is
 * written (percent points, or the model's own). Weights are rounded, halves away from zero, to one decimal more than the score;
 * the largest by absolute value come first, equal ones in the manifest's order, and zeros are no reasons. The same model, row
 * and reference row give the same reasons; nothing is drawn or sampled, and nothing but scores is asked of the model.
 *
 * <p>Reasons never cost a score: a feature whose occlusion gives no score (not finite, not a probability), or fails, is left
 * out. Weights need not add up to the score: features act together, and each is taken away alone.
 *
 * <p>It takes as many rows as there are values that differ from the reference row's. Where all inputs are numbers they are copied
 * as bytes into few large batches. A text is copied one by one into the runtime, at about 150 ns, so a model that takes texts
 * gets one batch a feature, which shares the inputs that the feature is not in.
 */
final class Occlusion {

    /** Sums of floats in another order differ by less, of 1 and of what they belong to. */
    private static final double SAME = 1e-4;

    private final OnnxModel model;
    private final Score score;
    private final StrongestWeights strongest;
    private final List<String> features;
    private final boolean[] occludable;
    private final List<Cells> reference;
    /** By input and feature. */
    private final List<int[][]> columns;

    private final boolean texts;

    Occlusion(OnnxModel model, Manifest manifest, ReferenceRow row) {
        this(
                model,
                manifest.score(),
                manifest.features(),
                occludable(manifest.features(), row),
                model.cells(List.of(row.values())));
    }

    private Occlusion(
            OnnxModel model, Score score, List<String> features, boolean[] occludable, List<Cells> reference) {
        this.model = model;
        this.score = score;
        this.features = features;
        this.strongest = new StrongestWeights(features, score.decimals());
        this.occludable = occludable;
        this.reference = reference;
        this.columns = model.inputs().stream().map(this::columns).toList();
        this.texts = model.inputs().stream().anyMatch(input -> input.type() == ElementType.STRING);
    }

    private static boolean[] occludable(List<String> features, ReferenceRow row) {
        boolean[] occludable = new boolean[features.size()];
        for (int feature = 0; feature < occludable.length; feature++) {
            occludable[feature] = row.values().containsKey(features.get(feature));
        }
        return occludable;
    }

    /**
     * The same for the last part of the model.
     *
     * @param encoded the reference row as that part reads it
     */
    Occlusion behind(OnnxModel part, NumberCells encoded) {
        return new Occlusion(part, score, features, occludable, List.of(encoded));
    }

    private int[][] columns(InputTensor input) {
        return features.stream()
                .map(feature -> IntStream.range(0, input.features().size())
                        .filter(column -> input.features().get(column).equals(feature))
                        .toArray())
                .toArray(int[][]::new);
    }

    /** By row and feature; NaN, or 0, where there is none. */
    double[][] weights(List<Cells> cells, double[] scores) {
        double[][] weights = new double[scores.length][features.size()];
        if (texts) {
            weighFeatureByFeature(cells, scores, weights);
        } else {
            weighTogether(cells, scores, weights);
        }
        return weights;
    }

    List<List<FeatureWeight>> strongest(double[][] weights) {
        return Arrays.stream(weights).map(strongest::of).toList();
    }

    /** Whether another way gives the same weights for some rows, as far as floats tell. */
    boolean confirms(FasterOcclusion way, List<Cells> rows) {
        try (var options = new OrtSession.RunOptions()) {
            double[] scores = model.run(rows, rows.getFirst().rows(), options);
            return way.weights(rows, scores)
                    .filter(own -> agree(own, weights(rows, scores), scores))
                    .isPresent();
        } catch (OrtException | ScoringFailed e) {
            Log.debugf("rows that would show it have no scores: %s", e.getClass());
            return false;
        }
    }

    private boolean agree(double[][] own, double[][] others, double[] scores) {
        for (int row = 0; row < own.length; row++) {
            double whole = score.unrounded(scores[row]);
            for (int feature = 0; feature < own[row].length; feature++) {
                if (!same(own[row][feature], others[row][feature], whole)) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean same(double one, double other, double scale) {
        boolean none = Double.isNaN(one) && Double.isNaN(other);
        return none || Math.abs(one - other) <= SAME * (1 + Math.abs(scale));
    }

    List<String> features() {
        return features;
    }

    List<Cells> reference() {
        return reference;
    }

    /** Of a model that reads one matrix of numbers. */
    Estimator.Columns columns() {
        List<Integer> places = model.inputs().getFirst().features().stream()
                .map(features::indexOf)
                .toList();
        return new Estimator.Columns(places, features.size(), (NumberCells) reference.getFirst());
    }

    /** What a feature adds to a score, given the score without it; both as the model gives them. */
    double weight(double whole, double without) {
        return score.unrounded(whole) - score.unrounded(without);
    }

    /** Whether the reference row has a value for it. */
    boolean isOccludable(int feature) {
        return occludable[feature];
    }

    private void weighTogether(List<Cells> cells, double[] scores, double[][] weights) {
        List<Variant> variants = new ArrayList<>(scores.length * features.size());
        for (int feature = 0; feature < features.size(); feature++) {
            for (int row = 0; row < scores.length; row++) {
                if (differs(cells, row, feature)) {
                    variants.add(new Variant(row, feature));
                }
            }
        }
        Variant.runs(variants).forEach(part -> weigh(part, cells, Map.of(), scores, weights));
    }

    private void weighFeatureByFeature(List<Cells> cells, double[] scores, double[][] weights) {
        Map<String, OnnxTensor> whole = new HashMap<>();
        try {
            model.fill(whole, cells);
            for (int each = 0; each < features.size(); each++) {
                int feature = each;
                if (IntStream.range(0, scores.length).anyMatch(row -> differs(cells, row, feature))) {
                    List<Variant> all = IntStream.range(0, scores.length)
                            .mapToObj(row -> new Variant(row, feature))
                            .toList();
                    weigh(all, cells, untouched(whole, feature), scores, weights);
                }
            }
        } catch (OrtException e) {
            Log.debugf("no reasons for a batch: %s", e.getCode());
        } finally {
            whole.values().forEach(OnnxTensor::close);
        }
    }

    /** The inputs that a feature is not in. */
    private Map<String, OnnxTensor> untouched(Map<String, OnnxTensor> tensors, int feature) {
        Map<String, OnnxTensor> untouched = new HashMap<>(tensors);
        for (int input = 0; input < columns.size(); input++) {
            if (columns.get(input)[feature].length > 0) {
                untouched.remove(model.inputs().get(input).name());
            }
        }
        return untouched;
    }

    /** Whatever goes wrong here costs these reasons and no score; only the kind of failure is told, for a text may quote a value. */
    private void weigh(
            List<Variant> variants,
            List<Cells> cells,
            Map<String, OnnxTensor> shared,
            double[] scores,
            double[][] weights) {
        Map<String, OnnxTensor> own = new HashMap<>();
        try {
            for (int input = 0; input < cells.size(); input++) {
                String name = model.inputs().get(input).name();
                if (!shared.containsKey(name)) {
                    Cells occluded = cells.get(input).occluded(variants, columns.get(input), reference.get(input));
                    own.put(name, occluded.tensor());
                }
            }
            Map<String, OnnxTensor> tensors = new HashMap<>(shared);
            tensors.putAll(own);
            double[] without = run(tensors, variants.size());
            for (int i = 0; i < without.length; i++) {
                Variant variant = variants.get(i);
                weights[variant.row()][variant.feature()] = weight(scores[variant.row()], without[i]);
            }
        } catch (OrtException | RuntimeException e) {
            Log.debugf("%d occluded rows were not scored: %s", variants.size(), e.getClass());
        } finally {
            own.values().forEach(OnnxTensor::close);
        }
    }

    private double[] run(Map<String, OnnxTensor> tensors, int rows) throws OrtException {
        try (var options = new OrtSession.RunOptions()) {
            return model.run(tensors, rows, options);
        }
    }

    private boolean differs(List<Cells> cells, int row, int feature) {
        if (occludable[feature]) {
            for (int input = 0; input < cells.size(); input++) {
                for (int column : columns.get(input)[feature]) {
                    if (!cells.get(input).same(row, column, reference.get(input))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
