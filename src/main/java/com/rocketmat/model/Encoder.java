package com.rocketmat.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The first part of a model: from its inputs to a matrix of numbers. Safe for concurrent batches. */
final class Encoder implements AutoCloseable {

    private final OnnxModel model;
    private final OrtSession session;
    private final String matrix;
    private final long cost;

    /** @param file what makes the matrix, and perhaps other tensors, of the model's inputs */
    Encoder(OnnxModel model, byte[] file, String matrix) throws OrtException {
        this.model = model;
        this.session = OnnxSession.open(file);
        this.matrix = matrix;
        this.cost = OnnxModel.cost(file.length);
    }

    /** Bytes that it is charged with. */
    long cost() {
        return cost;
    }

    /**
     * A row for each of the model's.
     *
     * @throws IllegalArgumentException when it is no matrix of numbers with so many rows
     */
    NumberCells encode(List<Cells> cells, int rows) throws OrtException {
        try (var result = run(cells, Set.of(matrix))) {
            return numbers((OnnxTensor) result.get(0), rows);
        }
    }

    /** How many numbers each row has in some tensors. */
    Map<String, Integer> widths(List<Cells> cells, Set<String> tensors) throws OrtException {
        Map<String, Integer> widths = new HashMap<>();
        if (!tensors.isEmpty()) {
            try (var result = run(cells, tensors)) {
                result.forEach(each -> widths.put(each.getKey(), width((OnnxTensor) each.getValue())));
            }
        }
        return widths;
    }

    private OrtSession.Result run(List<Cells> cells, Set<String> wanted) throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            model.fill(tensors, cells);
            return session.run(tensors, wanted);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static int width(OnnxTensor tensor) {
        int width = 1;
        long[] shape = tensor.getInfo().getShape();
        for (int dimension = 1; dimension < shape.length; dimension++) {
            width = Math.multiplyExact(width, Math.toIntExact(shape[dimension]));
        }
        return width;
    }

    private static NumberCells numbers(OnnxTensor tensor, int rows) {
        ElementType type = ElementType.of(tensor.getInfo().type)
                .filter(each -> each != ElementType.STRING)
                .orElseThrow(() -> new IllegalArgumentException("no numbers"));
        long[] shape = tensor.getInfo().getShape();
        if (shape.length != 2 || shape[0] != rows || shape[1] == 0) {
            throw new IllegalArgumentException("no matrix");
        }
        ByteBuffer bytes = NumberCells.buffer(type, rows, (int) shape[1]);
        return new NumberCells(type, bytes.put(tensor.getByteBuffer()).flip(), (int) shape[1]);
    }

    @Override
    public void close() {
        OnnxSession.close(session);
    }
}
