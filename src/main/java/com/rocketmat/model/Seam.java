package com.rocketmat.model;

import com.rocketmat.model.ColumnOrigins.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where a pipeline's encoders end and its estimator begins: a tensor that all of the score goes through, and each of whose columns
 * comes from one feature.
 */
record Seam(String tensor, List<Span> spans) {

    /** The one that is the nearest to the score. */
    static Optional<Seam> of(OnnxGraph graph, ColumnOrigins origins, String output) {
        // what is made last comes first: once one is left, nothing goes around it
        TreeSet<String> through = new TreeSet<>(Comparator.comparing((String tensor) ->
                        graph.maker(tensor).map(OnnxNode::place).orElse(-1))
                .thenComparing(Comparator.naturalOrder()));
        through.add(output);
        while (!through.isEmpty()) {
            String last = through.pollLast();
            Optional<OnnxNode> maker = graph.maker(last);
            if (maker.isEmpty()) {
                return Optional.empty();
            }
            Optional<Seam> seam = origins.of(last)
                    .filter(_ -> through.isEmpty() && !last.equals(output))
                    .map(spans -> new Seam(last, spans));
            if (seam.isPresent()) {
                return seam;
            }
            through.addAll(origins.data(maker.get()));
        }
        return Optional.empty();
    }
}
