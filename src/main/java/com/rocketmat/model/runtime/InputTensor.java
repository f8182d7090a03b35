package com.rocketmat.model.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

public final class InputTensor {

    private final String name;
    private final ElementType type;
    private final List<String> features;
    /** By column, for missing values. */
    private final FeatureValue[] defaults;

    InputTensor(String name, ElementType type, List<String> features, Map<String, FeatureValue> missing) {
        this.name = name;
        this.type = type;
        this.features = List.copyOf(features);
        FeatureValue typeDefault = type.missing().orElse(FeatureValue.MISSING);
        this.defaults = features.stream()
                .map(feature -> missing.getOrDefault(feature, typeDefault))
                .toArray(FeatureValue[]::new);
    }

    public String name() {
        return name;
    }

    public ElementType type() {
        return type;
    }

    public List<String> features() {
        return features;
    }

    /** In the layout that the runtime reads: {@code [rows, columns]}. It does not copy numbers, which are in a direct buffer. */
    public OnnxTensor of(List<Map<String, FeatureValue>> rows) throws OrtException {
        OrtEnvironment runtime = OnnxSession.environment();
        long[] shape = {rows.size(), features.size()};
        return type == ElementType.STRING
                ? OnnxTensor.createTensor(runtime, texts(rows), shape)
                : OnnxTensor.createTensor(runtime, numbers(rows), shape, OnnxJavaType.valueOf(type.name()));
    }

    private String[] texts(List<Map<String, FeatureValue>> rows) {
        String[] texts = new String[rows.size() * features.size()];
        int cell = 0;
        for (Map<String, FeatureValue> row : rows) {
            for (int column = 0; column < defaults.length; column++) {
                texts[cell++] = FeatureValue.asText(value(row, column));
            }
        }
        return texts;
    }

    private ByteBuffer numbers(List<Map<String, FeatureValue>> rows) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(
                        Math.multiplyExact(Math.multiplyExact(rows.size(), features.size()), type.bytes()))
                .order(ByteOrder.nativeOrder());
        for (Map<String, FeatureValue> row : rows) {
            for (int column = 0; column < defaults.length; column++) {
                put(bytes, features.get(column), value(row, column));
            }
        }
        return bytes.flip();
    }

    private FeatureValue value(Map<String, FeatureValue> row, int column) {
        FeatureValue value = row.get(features.get(column));
        return value == null || value instanceof FeatureValue.Missing ? defaults[column] : value;
    }

    private void put(ByteBuffer bytes, String feature, FeatureValue value) {
        // nearly all cells of nearly all models; the general way takes several times as long
        if (type == ElementType.FLOAT && value instanceof FeatureValue.Numeric(double number)) {
            bytes.putFloat((float) number);
            return;
        }
        switch (type) {
            case FLOAT -> bytes.putFloat((float) CellValue.number(feature, value));
            case DOUBLE -> bytes.putDouble(CellValue.number(feature, value));
            case INT64 -> bytes.putLong(CellValue.integer(feature, value));
            case BOOL -> bytes.put((byte) (CellValue.bool(feature, value) ? 1 : 0));
            case STRING -> throw new IllegalStateException("texts are not bytes");
        }
    }
}
