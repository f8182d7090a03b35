package com.rocketmat.model;

import com.rocketmat.feature.FeatureValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a model scores rows as it does: what {@link Occlusion} says, come by in the fastest way that can be trusted with the model. */
record Reasons(OnnxModel model, Occlusion occlusion, Optional<FasterOcclusion> faster) implements AutoCloseable {

    /** @param file what the model was opened from; it is not kept */
    static Reasons of(OnnxModel model, byte[] file, Manifest manifest, ReferenceRow row) {
        Occlusion occlusion = new Occlusion(model, manifest, row);
        return new Reasons(
                model, occlusion, GraphCut.of(file).flatMap(cut -> FasterOcclusion.of(occlusion, model, cut)));
    }

    /**
     * The reasons of each row, the strongest first.
     *
     * @param scores of the rows, as the model gives them
     */
    List<List<FeatureWeight>> reasons(List<Map<String, FeatureValue>> rows, double[] scores) {
        List<Cells> cells = model.cells(rows);
        return occlusion.strongest(
                faster.flatMap(way -> way.weights(cells, scores)).orElseGet(() -> occlusion.weights(cells, scores)));
    }

    /** Bytes that it takes beside the model. */
    long cost() {
        return faster.map(FasterOcclusion::cost).orElse(0L);
    }

    @Override
    public void close() {
        faster.ifPresent(FasterOcclusion::close);
    }
}
