package com.rocketmat.model;

import ai.onnxruntime.OrtException;
import io.quarkus.logging.Log;
import java.util.List;
import java.util.Optional;

/**
 * A faster way to the weights of {@link Occlusion}, for models of some kind. It understands the file that the model was opened from, and
 * is taken for the model only once both have given the same weights; afterwards each row's score has to be the model's.
 */
sealed interface FasterOcclusion extends AutoCloseable permits CombinedOcclusion, EncodedOcclusion, SummedOcclusion {

    /**
     * By row and feature, see {@link Occlusion#weights}; empty when one of the scores is not the model's.
     *
     * @param cells by input
     */
    Optional<double[][]> weights(List<Cells> cells, double[] scores);

    /** Bytes that it takes beside the model. */
    long cost();

    @Override
    void close();

    /** A kind of models. */
    @FunctionalInterface
    interface Kind {

        /**
         * Empty for models of other kinds.
         *
         * @throws IllegalArgumentException when something in the file is not understood
         */
        Optional<FasterOcclusion> of(Occlusion occlusion, OnnxModel model, GraphCut file) throws OrtException;
    }

    /** For a model as it was uploaded. */
    static Optional<FasterOcclusion> of(Occlusion occlusion, OnnxModel model, GraphCut file) {
        return first(List.of(FasterOcclusion::ofMatrix, EncodedOcclusion::of), occlusion, model, file);
    }

    /** For a model, or the last part of one, that scores numbers as they are. */
    static Optional<FasterOcclusion> ofMatrix(Occlusion occlusion, OnnxModel model, GraphCut file) {
        boolean matrix = model.inputs().size() == 1 && model.inputs().getFirst().type() != ElementType.STRING;
        return matrix
                ? first(List.of(SummedOcclusion::of, CombinedOcclusion::of), occlusion, model, file)
                : Optional.empty();
    }

    /** The way, if it gives the weights that it has to; else it is closed. */
    static Optional<FasterOcclusion> confirmed(Occlusion occlusion, FasterOcclusion way, List<List<Cells>> probes) {
        boolean taken = false;
        try {
            taken = probes.stream().allMatch(rows -> occlusion.confirms(way, rows));
            return taken ? Optional.of(way) : Optional.empty();
        } finally {
            if (!taken) {
                way.close();
            }
        }
    }

    private static Optional<FasterOcclusion> first(
            List<Kind> kinds, Occlusion occlusion, OnnxModel model, GraphCut file) {
        return kinds.stream()
                .flatMap(kind -> tried(kind, occlusion, model, file).stream())
                .findFirst();
    }

    private static Optional<FasterOcclusion> tried(Kind kind, Occlusion occlusion, OnnxModel model, GraphCut file) {
        try {
            return kind.of(occlusion, model, file);
        } catch (OrtException | RuntimeException e) {
            // the file is a stranger's: whatever is wrong with it, there is the other way
            Log.debugf("no faster way to the reasons: %s", e.toString());
            return Optional.empty();
        }
    }
}
