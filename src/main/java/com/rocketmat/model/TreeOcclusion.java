package com.rocketmat.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.rocketmat.feature.FeatureValue;
import io.quarkus.logging.Log;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The reasons of {@link Occlusion} where the score is an ensemble of trees, without asking the runtime for each feature: see {@link
 * TreeWalk}. Scores are the runtime's in any case. What is not understood of a file, or comes out otherwise than in the runtime,
 * when the model is loaded or in any row later on, is left to {@link Occlusion}.
 */
final class TreeOcclusion implements Reasons {

    /** Sums of floats in another order differ by less, of 1 and of what they belong to. */
    private static final double SAME = 1e-4;

    /** For the numbers of one page: 16 MB at most. */
    private static final int MOST_CHANGES = 1 << 12;

    private final Occlusion occlusion;
    private final OnnxModel model;
    private final Score score;
    private final TreeLink link;
    private final Trees trees;
    private final boolean rounded;
    private final int[] reference;

    private TreeOcclusion(
            Occlusion occlusion, OnnxModel model, Score score, TreeGraph graph, TreeArrays arrays, long most) {
        InputTensor input = model.inputs().getFirst();
        this.occlusion = occlusion;
        this.model = model;
        this.score = score;
        this.link =
                TreeLink.of(arrays, model.output().label().map(Integer::valueOf).orElse(0));
        TreeArrays.check((long) input.features().size() * link.sums() <= MOST_CHANGES);
        this.rounded = graph.rounded();
        this.reference = keys(occlusion.reference());
        boolean doubles = input.type() == ElementType.DOUBLE && !rounded;
        this.trees = TreeBuilder.trees(arrays, link, reference, doubles, most);
    }

    /** @param file what the model was opened from; it is not kept */
    static Optional<TreeOcclusion> of(Occlusion occlusion, OnnxModel model, byte[] file, Score score) {
        InputTensor input = model.inputs().getFirst();
        if (model.inputs().size() != 1
                || input.type() == ElementType.STRING
                || Set.copyOf(input.features()).size() < input.features().size()) {
            return Optional.empty();
        }
        try {
            return OnnxGraph.read(file)
                    .flatMap(graph -> TreeGraph.of(graph, model.output().name(), input.name()))
                    .flatMap(graph -> {
                        TreeArrays arrays = new TreeArrays(graph.ensemble());
                        return Optional.of(new TreeOcclusion(occlusion, model, score, graph, arrays, file.length))
                                .filter(made -> made.agreesOn(TreeProbes.of(arrays, input)));
                    });
        } catch (RuntimeException e) {
            // the file is a stranger's: whatever is wrong with it, there is the other way
            Log.debugf("no trees to walk: %s", e.toString());
            return Optional.empty();
        }
    }

    private boolean agreesOn(NumberCells probes) {
        List<Cells> cells = List.of(probes);
        try (var options = new OrtSession.RunOptions()) {
            double[] scores = model.run(cells, probes.rows(), options);
            double[][] own = weights(cells, scores).orElse(null);
            return own != null && agree(own, occlusion.weights(cells, scores), scores);
        } catch (OrtException | ScoringFailed e) {
            Log.debugf("rows at the trees' thresholds have no scores: %s", e.getClass());
            return false;
        }
    }

    private boolean agree(double[][] own, double[][] others, double[] scores) {
        for (int row = 0; row < own.length; row++) {
            double whole = score.unrounded(scores[row]);
            for (int feature = 0; feature < own[row].length; feature++) {
                double ours = own[row][feature];
                double theirs = others[row][feature];
                if (Double.isNaN(theirs) ? !Double.isNaN(ours) : !same(ours, theirs, whole)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean same(double one, double other, double scale) {
        return Math.abs(one - other) <= SAME * (1 + Math.abs(scale));
    }

    @Override
    public List<List<FeatureWeight>> reasons(List<Map<String, FeatureValue>> rows, double[] scores) {
        List<Cells> cells = model.cells(rows);
        return occlusion.strongest(weights(cells, scores).orElseGet(() -> occlusion.weights(cells, scores)));
    }

    /** Empty when one of the scores is not the runtime's. */
    Optional<double[][]> weights(List<Cells> cells, double[] scores) {
        int sums = trees.sums();
        TreeWalk walk = new TreeWalk(keys(cells), reference, sums);
        trees.walk(walk);
        double[][] weights = new double[scores.length][reference.length];
        double[] without = new double[sums];
        for (int row = 0; row < scores.length; row++) {
            double whole = link.score(walk.whole(), row * sums);
            if (!same(whole, scores[row], scores[row])) {
                return Optional.empty();
            }
            for (int feature = 0; feature < reference.length; feature++) {
                if (occlusion.isOccludable(feature) && walk.occluded(row, feature, without)) {
                    weights[row][feature] = score.unrounded(whole) - score.unrounded(link.score(without, 0));
                }
            }
        }
        return Optional.of(weights);
    }

    private int[] keys(List<Cells> cells) {
        return TreeKeys.of((NumberCells) cells.getFirst(), rounded);
    }

    @Override
    public long cost() {
        return trees.bytes();
    }
}
