package com.rocketmat.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** Fills one graph input from rows of features: {@code [rows, features]}, in direct buffers that the runtime reads in place. */
record InputTensor(String name, ElementType type, List<String> features, Map<String, FeatureValue> missing) {

    OnnxTensor of(List<Map<String, FeatureValue>> rows) throws OrtException {
        OrtEnvironment environment = OnnxSession.environment();
        long[] shape = {rows.size(), features.size()};
        return switch (type) {
            case FLOAT -> {
                var cells = buffer(rows, Float.BYTES).asFloatBuffer();
                forEachCell(rows, (feature, value) -> cells.put((float) CellValue.number(feature, value)));
                yield OnnxTensor.createTensor(environment, cells.flip(), shape);
            }
            case DOUBLE -> {
                var cells = buffer(rows, Double.BYTES).asDoubleBuffer();
                forEachCell(rows, (feature, value) -> cells.put(CellValue.number(feature, value)));
                yield OnnxTensor.createTensor(environment, cells.flip(), shape);
            }
            case INT64 -> {
                var cells = buffer(rows, Long.BYTES).asLongBuffer();
                forEachCell(rows, (feature, value) -> cells.put(CellValue.whole(feature, value)));
                yield OnnxTensor.createTensor(environment, cells.flip(), shape);
            }
            case BOOL -> {
                var cells = buffer(rows, Byte.BYTES);
                forEachCell(rows, (feature, value) -> cells.put((byte) (CellValue.truth(feature, value) ? 1 : 0)));
                yield OnnxTensor.createTensor(environment, cells.flip(), shape, OnnxJavaType.BOOL);
            }
            case STRING -> {
                String[] cells = new String[rows.size() * features.size()];
                int[] next = {0};
                forEachCell(rows, (feature, value) -> cells[next[0]++] = CellValue.text(feature, value));
                yield OnnxTensor.createTensor(environment, cells, shape);
            }
        };
    }

    private ByteBuffer buffer(List<Map<String, FeatureValue>> rows, int width) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(rows.size() * features.size(), width))
                .order(ByteOrder.nativeOrder());
    }

    private void forEachCell(List<Map<String, FeatureValue>> rows, Cell cell) {
        for (Map<String, FeatureValue> row : rows) {
            for (String feature : features) {
                FeatureValue value = row.getOrDefault(feature, FeatureValue.MISSING);
                cell.put(feature, value instanceof FeatureValue.Missing ? standIn(feature) : value);
            }
        }
    }

    private FeatureValue standIn(String feature) {
        FeatureValue given = missing.get(feature);
        return given != null ? given : type.missing().orElse(FeatureValue.MISSING);
    }

    private interface Cell {
        void put(String feature, FeatureValue value);
    }
}
