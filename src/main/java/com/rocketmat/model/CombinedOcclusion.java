package com.rocketmat.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.rocketmat.model.Cells.Variant;
import com.rocketmat.model.Estimator.Columns;
import com.rocketmat.model.Estimator.Probed;
import com.rocketmat.model.GraphCut.Matrix;
import io.quarkus.logging.Log;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Where the score is made of the outputs of some estimators, as those of calibrated, bagged or voting classifiers are: these outputs come
 * from sums, and the runtime makes scores of them, of a few numbers a row.
 */
final class CombinedOcclusion implements FasterOcclusion {

    /** Stands for a feature where none is occluded. */
    private static final int WHOLE = -1;

    private final Occlusion occlusion;
    private final List<Estimator> estimators;
    private final OnnxModel rest;

    private CombinedOcclusion(Occlusion occlusion, List<Estimator> estimators, OnnxModel rest) {
        this.occlusion = occlusion;
        this.estimators = estimators;
        this.rest = rest;
    }

    static Optional<FasterOcclusion> of(Occlusion occlusion, OnnxModel model, GraphCut file) throws OrtException {
        ColumnOrigins origins = ColumnOrigins.of(file.graph(), model.inputs());
        List<EstimatorNode> nodes = EstimatorNode.all(
                file.graph(),
                origins,
                model.output().name(),
                model.inputs().getFirst().name());
        if (nodes.isEmpty() || nodes.stream().noneMatch(node -> EstimatorNode.isEnsemble(node.node()))) {
            return Optional.empty();
        }
        List<Probed> probed = estimators(nodes, occlusion.columns(), file.bytes());
        List<Estimator> estimators = probed.stream().map(Probed::estimator).toList();
        List<Matrix> outputs = IntStream.range(0, nodes.size())
                .mapToObj(i -> new Matrix(
                        nodes.get(i).output(),
                        ElementType.FLOAT,
                        estimators.get(i).link().outputs()))
                .toList();
        byte[] rest = file.between(outputs, model.output().name());
        var way = new CombinedOcclusion(occlusion, estimators, OnnxModel.part(rest, inputs(outputs), model.output()));
        return FasterOcclusion.confirmed(
                occlusion,
                way,
                probed.stream().map(each -> List.<Cells>of(each.probes())).toList());
    }

    /** @param most bytes that all of them may take */
    private static List<Probed> estimators(List<EstimatorNode> nodes, Columns columns, long most) {
        List<Probed> all = new ArrayList<>();
        int sums = 0;
        long left = most;
        for (EstimatorNode node : nodes) {
            Probed probed = Estimator.of(node, columns, OptionalInt.empty(), left);
            all.add(probed);
            sums += probed.estimator().link().sums();
            columns.limit(sums);
            left -= probed.estimator().bytes();
        }
        return all;
    }

    private static List<Manifest.Input> inputs(List<Matrix> outputs) {
        return outputs.stream()
                .map(matrix ->
                        new Manifest.Input(matrix.tensor(), Collections.nCopies(matrix.columns(), matrix.tensor())))
                .toList();
    }

    @Override
    public Optional<double[][]> weights(List<Cells> cells, double[] scores) {
        NumberCells matrix = (NumberCells) cells.getFirst();
        List<Sums> sums =
                estimators.stream().map(estimator -> estimator.sums(matrix)).toList();
        List<Variant> variants = variants(sums, scores.length);
        double[][] weights = new double[scores.length][occlusion.features().size()];
        try {
            for (List<Variant> part : Variant.runs(variants)) {
                double[] made = combine(sums, part);
                for (int i = 0; i < made.length; i++) {
                    int row = part.get(i).row();
                    int feature = part.get(i).feature();
                    if (feature != WHOLE) {
                        weights[row][feature] = occlusion.weight(scores[row], made[i]);
                    } else if (!Occlusion.same(made[i], scores[row], scores[row])) {
                        return Optional.empty();
                    }
                }
            }
            return Optional.of(weights);
        } catch (OrtException | RuntimeException e) {
            Log.debugf("outputs of estimators were not combined: %s", e.getClass());
            return Optional.empty();
        }
    }

    private List<Variant> variants(List<Sums> sums, int rows) {
        List<Variant> variants = new ArrayList<>();
        for (int each = 0; each < rows; each++) {
            int row = each;
            variants.add(new Variant(row, WHOLE));
            IntStream.range(0, occlusion.features().size())
                    .filter(feature -> occlusion.isOccludable(feature)
                            && sums.stream().anyMatch(some -> some.changed(row, feature)))
                    .forEach(feature -> variants.add(new Variant(row, feature)));
        }
        return variants;
    }

    private double[] combine(List<Sums> sums, List<Variant> variants) throws OrtException {
        List<Cells> outputs = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            outputs.add(outputs(estimators.get(i).link(), sums.get(i), variants));
        }
        try (var options = new OrtSession.RunOptions()) {
            return rest.run(outputs, variants.size(), options);
        }
    }

    private static NumberCells outputs(Link link, Sums sums, List<Variant> variants) {
        ByteBuffer bytes = NumberCells.buffer(ElementType.FLOAT, variants.size(), link.outputs());
        double[] without = new double[sums.each()];
        for (Variant variant : variants) {
            boolean whole = variant.feature() == WHOLE;
            if (!whole) {
                sums.occluded(variant.row(), variant.feature(), without);
            }
            for (int column = 0; column < link.outputs(); column++) {
                bytes.putFloat((float)
                        (whole
                                ? link.output(sums.whole(), variant.row() * sums.each(), column)
                                : link.output(without, 0, column)));
            }
        }
        return new NumberCells(ElementType.FLOAT, bytes.flip(), link.outputs());
    }

    @Override
    public long cost() {
        return rest.cost() + estimators.stream().mapToLong(Estimator::bytes).sum();
    }

    @Override
    public void close() {
        rest.close();
    }
}
