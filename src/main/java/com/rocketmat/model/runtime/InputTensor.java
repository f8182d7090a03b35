package com.rocketmat.model.runtime;

import com.rocketmat.feature.FeatureValue;
import java.nio.ByteBuffer;
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

    Cells of(List<? extends Map<String, FeatureValue>> rows) {
        return type == ElementType.STRING ? texts(rows) : numbers(rows);
    }

    private Cells texts(List<? extends Map<String, FeatureValue>> rows) {
        String[] texts = new String[rows.size() * features.size()];
        int cell = 0;
        for (Map<String, FeatureValue> row : rows) {
            for (int column = 0; column < defaults.length; column++) {
                String feature = features.get(column);
                texts[cell++] = CellValue.text(feature, orDefault(row.get(feature), column));
            }
        }
        return new TextCells(texts, features.size());
    }

    private Cells numbers(List<? extends Map<String, FeatureValue>> rows) {
        ByteBuffer bytes = NumberCells.buffer(type, rows.size(), features.size());
        for (Map<String, FeatureValue> row : rows) {
            for (int column = 0; column < defaults.length; column++) {
                put(bytes, features.get(column), orDefault(row.get(features.get(column)), column));
            }
        }
        return new NumberCells(type, bytes.flip(), features.size());
    }

    private FeatureValue orDefault(FeatureValue value, int column) {
        return value == null || value instanceof FeatureValue.Missing ? defaults[column] : value;
    }

    private void put(ByteBuffer bytes, String feature, FeatureValue value) {
        switch (type) {
            case FLOAT -> bytes.putFloat((float) CellValue.number(feature, value));
            case DOUBLE -> bytes.putDouble(CellValue.number(feature, value));
            case INT64 -> bytes.putLong(CellValue.integer(feature, value));
            case BOOL -> bytes.put((byte) (CellValue.bool(feature, value) ? 1 : 0));
            case STRING -> throw new IllegalStateException("texts are not bytes");
        }
    }
}
