package com.rocketmat.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.rocketmat.model.GraphCut.Matrix;
import io.quarkus.logging.Log;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a pipeline encodes each feature by itself before it scores, see {@link Seam}: rows are encoded once, and so is the reference row;
 * an occluded row is an encoded one with the reference row's numbers in the columns of one feature.
 */
final class EncodedOcclusion implements FasterOcclusion {

    private final Encoder encoder;
    private final OnnxModel estimator;
    private final Occlusion behind;
    private final Optional<FasterOcclusion> faster;

    private EncodedOcclusion(Encoder encoder, OnnxModel estimator, Occlusion behind, Optional<FasterOcclusion> faster) {
        this.encoder = encoder;
        this.estimator = estimator;
        this.behind = behind;
        this.faster = faster;
    }

    static Optional<FasterOcclusion> of(Occlusion occlusion, OnnxModel model, GraphCut file) throws OrtException {
        if (!pays(file.graph(), model)) {
            return Optional.empty();
        }
        ColumnOrigins origins = ColumnOrigins.of(file.graph(), model.inputs());
        Optional<Seam> seam = Seam.of(file.graph(), origins, model.output().name());
        if (seam.isEmpty()) {
            return Optional.empty();
        }
        return FasterOcclusion.confirmed(
                occlusion,
                open(occlusion, model, file, seam.get()),
                List.of(EncoderProbes.of(file.graph(), origins, model.inputs())));
    }

    /** Numbers alone are scored as fast as they are encoded, but for trees. */
    private static boolean pays(OnnxGraph graph, OnnxModel model) {
        return model.inputs().stream().anyMatch(input -> input.type() == ElementType.STRING)
                || graph.nodes().stream().anyMatch(EstimatorNode::isEnsemble);
    }

    private static EncodedOcclusion open(Occlusion occlusion, OnnxModel model, GraphCut file, Seam seam)
            throws OrtException {
        Set<String> measured =
                seam.spans().stream().flatMap(span -> span.tensor().stream()).collect(Collectors.toSet());
        Set<String> made = new HashSet<>(measured);
        made.add(seam.tensor());
        Encoder encoder = new Encoder(model, file.upTo(made), seam.tensor());
        try {
            NumberCells reference = encoder.encode(occlusion.reference(), 1);
            List<String> columns = columns(seam, encoder.widths(occlusion.reference(), measured));
            if (columns.size() != reference.columns()) {
                throw new IllegalArgumentException("columns of which it is not known where they come from");
            }
            Matrix matrix = new Matrix(seam.tensor(), reference.type(), reference.columns());
            byte[] rest = file.between(List.of(matrix), model.output().name());
            OnnxModel estimator =
                    OnnxModel.part(rest, List.of(new Manifest.Input(seam.tensor(), columns)), model.output());
            Occlusion behind = occlusion.behind(estimator, reference);
            Optional<FasterOcclusion> faster =
                    GraphCut.of(rest).flatMap(cut -> FasterOcclusion.ofMatrix(behind, estimator, cut));
            return new EncodedOcclusion(encoder, estimator, behind, faster);
        } catch (OrtException | RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    /** The features that the columns come from. */
    private static List<String> columns(Seam seam, Map<String, Integer> widths) {
        return seam.spans().stream()
                .flatMap(span ->
                        Collections.nCopies(span.tensor().map(widths::get).orElse(1), span.feature()).stream())
                .toList();
    }

    @Override
    public Optional<double[][]> weights(List<Cells> cells, double[] scores) {
        try (var options = new OrtSession.RunOptions()) {
            List<Cells> rows = List.of(encoder.encode(cells, scores.length));
            if (faster.isPresent()) {
                return faster.get().weights(rows, scores);
            }
            return same(estimator.run(rows, scores.length, options), scores)
                    ? Optional.of(behind.weights(rows, scores))
                    : Optional.empty();
        } catch (OrtException | RuntimeException e) {
            Log.debugf("rows were not encoded: %s", e.getClass());
            return Optional.empty();
        }
    }

    private static boolean same(double[] own, double[] scores) {
        for (int row = 0; row < own.length; row++) {
            if (!Occlusion.same(own[row], scores[row], scores[row])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long cost() {
        return encoder.cost()
                + estimator.cost()
                + faster.map(FasterOcclusion::cost).orElse(0L);
    }

    @Override
    public void close() {
        try (encoder) {
            faster.ifPresent(FasterOcclusion::close);
            estimator.close();
        }
    }
}
