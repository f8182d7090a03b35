package com.rocketmat.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Where the score is what one estimator makes of its sums: what the occlusion of a feature changes of them is enough. */
final class SummedOcclusion implements FasterOcclusion {

    private final Occlusion occlusion;
    private final Estimator estimator;
    private final int column;

    private SummedOcclusion(Occlusion occlusion, Estimator estimator, int column) {
        this.occlusion = occlusion;
        this.estimator = estimator;
        this.column = column;
    }

    static Optional<FasterOcclusion> of(Occlusion occlusion, OnnxModel model, GraphCut file) {
        InputTensor input = model.inputs().getFirst();
        int column = model.output().label().map(Integer::valueOf).orElse(0);
        return EstimatorNode.of(file.graph(), model.output().name(), input.name())
                .map(node -> Estimator.of(node, occlusion.columns(), OptionalInt.of(column), file.bytes()))
                .flatMap(probed -> FasterOcclusion.confirmed(
                        occlusion,
                        new SummedOcclusion(occlusion, probed.estimator(), column),
                        List.of(List.of(probed.probes()))));
    }

    @Override
    public Optional<double[][]> weights(List<Cells> cells, double[] scores) {
        Link link = estimator.link();
        Sums sums = estimator.sums((NumberCells) cells.getFirst());
        double[][] weights = new double[scores.length][occlusion.features().size()];
        double[] without = new double[sums.each()];
        for (int row = 0; row < scores.length; row++) {
            double whole = link.output(sums.whole(), row * sums.each(), column);
            if (!Occlusion.same(whole, scores[row], scores[row])) {
                return Optional.empty();
            }
            for (int feature = 0; feature < weights[row].length; feature++) {
                if (occlusion.isOccludable(feature) && sums.changed(row, feature)) {
                    sums.occluded(row, feature, without);
                    weights[row][feature] = occlusion.weight(whole, link.output(without, 0, column));
                }
            }
        }
        return Optional.of(weights);
    }

    @Override
    public long cost() {
        return estimator.bytes();
    }

    @Override
    public void close() {
        // holds nothing outside of the heap
    }
}
