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

/** Rows that the test part may lack: without any value, or with texts that the model knows, and without one beside others. */
final class MadeUpRows {

    private static final int ROWS = 10;

    private final List<TrainingColumn> columns;
    private final List<Map<String, FeatureValue>> values = new ArrayList<>();

    MadeUpRows(Table table, int[] learnedFrom, Encoder encoder) {
        columns = table.columns();
        for (int row = 0; row < ROWS; row++) {
            values.add(new HashMap<>());
        }
        int place = 0;
        for (Encoder.Numbers each : encoder.numbers()) {
            double[] sorted = table.sorted(each.column(), learnedFrom);
            for (int row = 1; row < ROWS; row++) {
                double value = sorted[sorted.length * ((row * 3 + place) % ROWS) / ROWS];
                values.get(row).put(each.feature(), new FeatureValue.Numeric(value));
            }
            place++;
        }
        for (Encoder.Categories each : encoder.categories()) {
            for (int row = 1; row < ROWS; row++) {
                int text = (row + place) % (each.texts().size() + 1);
                if (text < each.texts().size()) {
                    values.get(row)
                            .put(
                                    each.feature(),
                                    new FeatureValue.Text(each.texts().get(text)));
                }
            }
            place++;
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
