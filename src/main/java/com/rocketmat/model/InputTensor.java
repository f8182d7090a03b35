package com.rocketmat.model;

import com.rocketmat.feature.FeatureValue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** One graph input and how rows of features fill it. */
record InputTensor(String name, ElementType type, List<String> features, Map<String, FeatureValue> missing) {

    Cells of(List<Map<String, FeatureValue>> rows) {
        if (type == ElementType.STRING) {
            String[] texts = new String[rows.size() * features.size()];
            int[] next = {0};
            forEachCell(rows, (feature, value) -> texts[next[0]++] = CellValue.text(feature, value));
            return new TextCells(texts, features.size());
        }
        ByteBuffer bytes = NumberCells.buffer(type, rows.size(), features.size());
        forEachCell(rows, cell(bytes));
        return new NumberCells(type, bytes.flip(), features.size());
    }

    private Cell cell(ByteBuffer bytes) {
        return switch (type) {
            case FLOAT -> (feature, value) -> bytes.putFloat((float) CellValue.number(feature, value));
            case DOUBLE -> (feature, value) -> bytes.putDouble(CellValue.number(feature, value));
            case INT64 -> (feature, value) -> bytes.putLong(CellValue.whole(feature, value));
            case BOOL -> (feature, value) -> bytes.put((byte) (CellValue.truth(feature, value) ? 1 : 0));
            case STRING -> throw new IllegalStateException("texts are not bytes");
        };
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
