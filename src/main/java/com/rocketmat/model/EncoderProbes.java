package com.rocketmat.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows that show whether a pipeline was understood: their texts and whole numbers are what its encoders know, or what they do not. The
 * same for the same graph.
 */
final class EncoderProbes {

    private static final int ROWS = 40;
    private static final long SEED = 1;
    private static final int WORDS = 4;

    private final Random random = new Random(SEED);
    private final Map<String, List<String>> known = new HashMap<>();

    private EncoderProbes(OnnxGraph graph, ColumnOrigins origins) {
        graph.nodes()
                .forEach(node -> origins.only(node)
                        .ifPresent(feature -> known.computeIfAbsent(feature, _ -> new ArrayList<>())
                                .addAll(node.listed())));
    }

    /** By input. */
    static List<Cells> of(OnnxGraph graph, ColumnOrigins origins, List<InputTensor> inputs) {
        EncoderProbes probes = new EncoderProbes(graph, origins);
        return inputs.stream().map(probes::cells).toList();
    }

    private Cells cells(InputTensor input) {
        int columns = input.features().size();
        if (input.type() == ElementType.STRING) {
            String[] texts = new String[ROWS * columns];
            for (int cell = 0; cell < texts.length; cell++) {
                texts[cell] = text(input.features().get(cell % columns));
            }
            return new TextCells(texts, columns);
        }
        ByteBuffer bytes = NumberCells.buffer(input.type(), ROWS, columns);
        for (int cell = 0; cell < ROWS * columns; cell++) {
            String feature = input.features().get(cell % columns);
            switch (input.type()) {
                case FLOAT -> bytes.putFloat((float) number(feature));
                case DOUBLE -> bytes.putDouble(number(feature));
                case INT64 -> bytes.putLong((long) number(feature));
                case BOOL -> bytes.put((byte) random.nextInt(2));
                case STRING -> throw new IllegalStateException("texts are not bytes");
            }
        }
        return new NumberCells(input.type(), bytes.flip(), columns);
    }

    /** One that is known, or some of them in a row. */
    private String text(String feature) {
        List<String> some = known.getOrDefault(feature, List.of());
        if (some.isEmpty()) {
            return "";
        }
        return IntStream.range(0, random.nextBoolean() ? 1 : WORDS)
                .mapToObj(_ -> some.get(random.nextInt(some.size())))
                .collect(Collectors.joining(" "));
    }

    private double number(String feature) {
        List<String> some = known.getOrDefault(feature, List.of());
        if (some.isEmpty() || random.nextInt(4) == 0) {
            return Math.rint(10 * random.nextGaussian());
        }
        String one = some.get(random.nextInt(some.size()));
        return one.matches("-?\\d{1,15}") ? Double.parseDouble(one) : random.nextInt(2);
    }
}
