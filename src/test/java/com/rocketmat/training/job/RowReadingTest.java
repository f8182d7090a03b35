package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureRow;
import com.rocketmat.training.job.TrainingView.Progress;
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
        assertThat(phase(rows, 21)).isEqualTo(new Progress(21, RowReading.PHASE, null));

        rows.add(row(-3, false));
        assertThat(phase(rows, 21).percent())
                .as("rejected after the last was hired")
                .isZero();

        rows.add(row(80, false));
        assertThat(phase(rows, 21)).isEqualTo(new Progress(23, "reading decided applications: about 40 %", 40));

        rows.add(row(300, false));
        assertThat(phase(rows, 21).percent()).isEqualTo(99);
    }

    @Test
    void withFewHiredApplicationsTheShareIsUnknown() {
        List<GatheredRow> rows = new ArrayList<>();
        assertThat(phase(rows, 0).percent()).isNull();

        for (int day = 0; day < 19; day++) {
            rows.add(row(day, true));
        }
        rows.add(row(10, false));

        assertThat(phase(rows, 19).percent()).isNull();
    }

    @Test
    void theFitNamesItsShareToo() {
        assertThat(Progress.of(900, "measuring on the test part: 35 %").percent())
                .isEqualTo(35);
        assertThat(Progress.of(900, "paused").percent()).isNull();
        assertThat(Progress.of(0, null).percent()).isNull();
    }

    private static Progress phase(List<GatheredRow> rows, int hired) {
        return Progress.of(rows.size(), RowReading.phase(rows, hired));
    }

    private static GatheredRow row(int daysAgo, boolean hired) {
        Instant created = NEWEST.minus(Duration.ofDays(daysAgo));
        return new GatheredRow(1, 1, 1, created, created, hired, List.of(), FeatureRow.EMPTY);
    }
}
