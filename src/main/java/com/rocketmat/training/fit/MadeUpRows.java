package com.rocketmat.training.fit;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows that the test part may lack: one without values, and others that combine known and missing values. */
final class MadeUpRows {

    private static final int ROWS = 10;

    private final List<TrainingColumn> columns;
    private final List<Map<String, FeatureValue>> values = new ArrayList<>();

    MadeUpRows(Table table, int[] trainRows, Encoder encoder) {
        columns = table.columns();
        for (int row = 0; row < ROWS; row++) {
            values.add(new HashMap<>());
        }
        int offset = 0;
        for (Encoder.Numbers feature : encoder.numbers()) {
            double[] sorted = table.sorted(feature.column(), trainRows);
            for (int row = 1; row < ROWS; row++) {
                double value = sorted[sorted.length * ((row * 3 + offset) % ROWS) / ROWS];
                values.get(row).put(feature.feature(), new FeatureValue.Numeric(value));
            }
            offset++;
        }
        for (Encoder.Categories feature : encoder.categories()) {
            for (int row = 1; row < ROWS; row++) {
                int text = (row + offset) % (feature.texts().size() + 1);
                if (text < feature.texts().size()) {
                    values.get(row)
                            .put(
                                    feature.feature(),
                                    new FeatureValue.Text(feature.texts().get(text)));
                }
            }
            offset++;
        }
    }

    Table table() {
        TrainingRows rows = new TrainingRows(columns);
        for (int row = 0; row < ROWS; row++) {
            rows.add(new TrainingRow(row, row, 0, Instant.EPOCH, false, values.get(row)));
        }
        return Table.of(rows);
    }
}
