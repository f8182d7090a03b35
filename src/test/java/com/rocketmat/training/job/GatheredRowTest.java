package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureLayout;
import com.rocketmat.feature.FeatureRow;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.FeatureValue.Numeric;
import com.rocketmat.feature.FeatureValue.Text;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatheredRowTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ANSWER = "application.answer[Why?]";
    private static final String TITLE = "candidate.title";
    private static final String YEARS = "candidate.experience_years";

    @Test
    void textsThatNoModelLearnsFromAreNotKeptAndTheRowIsTheSame() {
        Map<String, FeatureValue> values = new HashMap<>(Map.of(
                ANSWER, new Text("because ".repeat(1_000)), TITLE, new Text("x".repeat(200)), YEARS, new Numeric(3)));

        GatheredRow one = row(values).reduced();
        values.put(ANSWER, new Text("therefore ".repeat(2_000)));
        GatheredRow other = row(values).reduced();

        assertThat(one.values().get(ANSWER).toString()).hasSizeLessThan(300);
        assertThat(one.values().get(ANSWER)).isSameAs(other.values().get(ANSWER));
        assertThat(one.values()).containsEntry(TITLE, values.get(TITLE)).containsEntry(YEARS, values.get(YEARS));
        assertThat(written(other.values())).isEqualTo(written(values));
    }

    @Test
    void aRowWithoutThemIsKeptAsItIs() {
        GatheredRow row = row(Map.of(TITLE, new Text("x".repeat(200)), YEARS, new Numeric(3)));

        assertThat(row.reduced()).isSameAs(row);
    }

    private static byte[] written(Map<String, FeatureValue> values) {
        TrainingRows rows = new TrainingRows(List.of(
                new TrainingColumn(ANSWER, TrainingColumn.Type.CATEGORY),
                new TrainingColumn(TITLE, TrainingColumn.Type.CATEGORY),
                new TrainingColumn(YEARS, TrainingColumn.Type.NUMBER)));
        rows.add(new TrainingRow(1, 2, 3, START, true, values));
        return rows.parts().getFirst();
    }

    private static GatheredRow row(Map<String, FeatureValue> values) {
        FeatureRow row = new FeatureLayout(values.keySet()).row(values::get);
        return new GatheredRow(1, 2, 3, START, START, true, List.of(), row);
    }
}
