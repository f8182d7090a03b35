package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureRow;
import com.rocketmat.training.job.Trainings.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowReadingTest {

    private static final Instant NEWEST = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void theHiredApplicationsSayHowFarBackTheRejectedOnesGo() {
        List<GatheredRow> rows = new ArrayList<>();
        for (int day = 0; day <= 200; day += 10) {
            rows.add(row(day, true));
        }
        assertThat(RowReading.progress(rows, 21).percent()).isNull();

        rows.add(row(-3, false));
        assertThat(RowReading.progress(rows, 21).percent())
                .as("rejected after the last was hired")
                .isZero();

        rows.add(row(80, false));
        assertThat(RowReading.progress(rows, 21))
                .isEqualTo(new Progress(TrainingState.READING, 23, "reading decided applications", 40));

        rows.add(row(300, false));
        assertThat(RowReading.progress(rows, 21).percent()).isEqualTo(99);
    }

    @Test
    void withFewHiredApplicationsTheShareIsUnknown() {
        List<GatheredRow> rows = new ArrayList<>();
        assertThat(RowReading.progress(rows, 0).percent()).isNull();

        for (int day = 0; day < 19; day++) {
            rows.add(row(day, true));
        }
        rows.add(row(10, false));

        assertThat(RowReading.progress(rows, 19).percent()).isNull();
    }

    private static GatheredRow row(int daysAgo, boolean hired) {
        Instant created = NEWEST.minus(Duration.ofDays(daysAgo));
        return new GatheredRow(1, 1, 1, created, created, hired, List.of(), FeatureRow.EMPTY);
    }
}
