package com.rocketmat.training.fit;

import com.rocketmat.feature.FeatureLayout;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.training.fit.onnx.ModelFile;
import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Scores rows of a table with an ONNX file and its manifest, as the service does. */
final class RuntimeScores {

    private final Table table;
    private final int[] rows;
    private final Map<String, Integer> columns = new HashMap<>();

    RuntimeScores(Table table, int[] rows) {
        this.table = table;
        this.rows = rows;
        for (int column = 0; column < table.columns().size(); column++) {
            columns.put(table.columns().get(column).feature(), column);
        }
    }

    /**
     * Unrounded, scaled by the manifest; NaN for a row without a score.
     *
     * @param limit for all rows
     * @throws com.rocketmat.model.manifest.ScoringFailed if the file does not open or score, or exceeds the limit
     */
    double[] of(byte[] file, Manifest manifest, Duration limit) {
        FeatureLayout layout = new FeatureLayout(manifest.features());
        List<Map<String, FeatureValue>> values = new ArrayList<>();
        Arrays.stream(rows).forEach(row -> values.add(layout.row(feature -> value(feature, row))));
        return OnnxModel.scores(file, manifest, values, limit);
    }

    /** Why a version cannot score these rows fairly; empty if it can. Versions trained here treat all long texts as the same. */
    Optional<String> findObstacle(Manifest manifest) {
        for (String feature : manifest.features()) {
            Integer column = columns.get(feature);
            if (column == null) {
                return Optional.of("it needs " + feature + ", which is not among the columns");
            }
            if (table.columns().get(column).type().isCategory()
                    && Arrays.stream(rows).anyMatch(row -> table.code(column, row) < 0 && !table.isMissing(column, row))
                    && !isTrained(manifest)) {
                return Optional.of("it reads long texts in " + feature + ", which a training does not keep");
            }
        }
        return Optional.empty();
    }

    private static boolean isTrained(Manifest manifest) {
        return manifest.output().name().equals(ModelFile.OUTPUT)
                && Set.of(ModelFile.NUMBERS, ModelFile.CATEGORIES)
                        .containsAll(manifest.inputs().stream()
                                .map(Manifest.Input::input)
                                .toList());
    }

    private FeatureValue value(String feature, int row) {
        int column = columns.get(feature);
        if (table.isMissing(column, row)) {
            return FeatureValue.MISSING;
        }
        TrainingColumn.Type type = table.columns().get(column).type();
        if (!type.isCategory()) {
            return new FeatureValue.Numeric(table.number(column, row));
        }
        int code = table.code(column, row);
        if (code < 0) {
            return TrainingRows.LONG;
        }
        String text = table.texts(column).get(code);
        return type == TrainingColumn.Type.ID
                ? new FeatureValue.Identifier(Long.parseLong(text))
                : new FeatureValue.Text(text);
    }
}
