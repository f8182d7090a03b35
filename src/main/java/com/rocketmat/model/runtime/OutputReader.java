package com.rocketmat.model.runtime;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoringFailed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the scores from the model's output. Uses its actual shape, because declared shapes are unreliable. */
public record OutputReader(Manifest.Output output) {

    public static final String EXPORT_PROBABILITIES =
            "export probabilities (the second output of a classifier: probabilities, output_probability) and name that output";

    private static final String CLASS = "output.class";
    private static final String ROW_COUNT = "model-row-count";

    public double[] read(OnnxValue value, int rows) throws OrtException {
        return switch (value) {
            case OnnxTensor tensor -> fromTensor(tensor, rows);
            case OnnxSequence sequence -> fromZipMap(sequence, rows);
            default -> throw failed("output.name", "is neither a tensor nor a ZipMap", "export probabilities");
        };
    }

    private double[] fromTensor(OnnxTensor tensor, int rows) {
        long[] shape = tensor.getInfo().getShape();
        if (shape.length < 1 || shape.length > 2 || shape[0] != rows) {
            throw failed(
                    ROW_COUNT,
                    "output.name",
                    "has the shape " + Arrays.toString(shape) + " for " + rows + " rows",
                    "export an output with one score per row: [N], [N,1] or [N,K], with None as N");
        }
        int columns = shape.length == 1 ? 1 : Math.toIntExact(shape[1]);
        int column = column(columns);
        double[] cells = cells(tensor);
        double[] scores = new double[rows];
        for (int row = 0; row < rows; row++) {
            scores[row] = cells[row * columns + column];
        }
        return scores;
    }

    private int column(int columns) {
        Optional<Integer> column = output.label().isEmpty() && columns == 1
                ? Optional.of(0)
                : output.label().flatMap(OutputReader::columnNumber).filter(number -> number < columns);
        return column.orElseThrow(() -> failed(
                CLASS,
                "has " + columns + " columns, and class " + output.label().orElse("(none)") + " is not one of them",
                columns == 1
                        ? "omit output.class: this output has one number per row"
                        : "a tensor has no class names: use the column of the class, 0 to " + (columns - 1)));
    }

    private static Optional<Integer> columnNumber(String text) {
        return text.matches("\\d{1,6}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private double[] cells(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        Optional<ElementType> type = ElementType.of(info.type);
        if (type.equals(Optional.of(ElementType.DOUBLE))) {
            var doubles = tensor.getDoubleBuffer();
            double[] cells = new double[doubles.remaining()];
            doubles.get(cells);
            return cells;
        }
        if (type.equals(Optional.of(ElementType.FLOAT))) {
            var floats = tensor.getFloatBuffer();
            double[] cells = new double[floats.remaining()];
            Arrays.setAll(cells, floats::get);
            return cells;
        }
        throw failed("output.name", "is a class label and not a score", EXPORT_PROBABILITIES);
    }

    private double[] fromZipMap(OnnxSequence sequence, int rows) throws OrtException {
        List<? extends OnnxValue> maps = sequence.getValue();
        try {
            if (maps.size() != rows) {
                throw failed(
                        ROW_COUNT,
                        "output.name",
                        "has " + maps.size() + " entries for " + rows + " rows",
                        "export with None as N");
            }
            double[] scores = new double[rows];
            for (int row = 0; row < rows; row++) {
                scores[row] = probability(((OnnxMap) maps.get(row)).getValue());
            }
            return scores;
        } finally {
            maps.forEach(OnnxValue::close);
        }
    }

    private double probability(Map<?, ?> probabilities) {
        for (Map.Entry<?, ?> entry : probabilities.entrySet()) {
            if (output.label().equals(Optional.of(entry.getKey().toString()))) {
                return ((Number) entry.getValue()).doubleValue();
            }
        }
        String labels =
                probabilities.keySet().stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
        throw failed(
                CLASS, "has no class " + output.label().orElse("(none)"), "use one of the model's labels: " + labels);
    }

    private ScoringFailed failed(String field, String reason, String remedy) {
        return failed(null, field, reason, remedy);
    }

    private ScoringFailed failed(String problem, String field, String reason, String remedy) {
        return new ScoringFailed(problem, field, "output " + output.name() + " " + reason, remedy);
    }
}
