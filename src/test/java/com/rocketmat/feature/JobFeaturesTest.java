package com.rocketmat.feature;

import static com.rocketmat.feature.FeatureValue.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobFeaturesTest {

    @Test
    void theTitleAndIdsAreThoseOfTheJobAndTheFirstOffice() {
        Rows rows = Rows.typical();

        assertThat(rows.value("job.id")).isEqualTo(Rows.id(5_512_001_002L));
        assertThat(rows.value("job.department_id")).isEqualTo(Rows.id(4_020_001_002L));
        assertThat(rows.value("job.office_id")).isEqualTo(Rows.id(4_010_001_002L));
        assertThat(rows.value("job.title")).isEqualTo(Rows.text("Data Engineer"));
    }

    @Test
    void openDaysCountFractionsAndAreMissingBeforeTheOpening() {
        Rows rows = Rows.bare().job("Data Engineer", "2026-11-23T04:00:00.000Z", null, null);

        assertThat(rows.number("job.open_days")).isEqualTo(1.25);
        assertThat(rows.asOf("2026-11-23T04:00:00Z").number("job.open_days")).isZero();
        assertThat(rows.asOf("2026-11-23T03:59:59Z").value("job.open_days")).isEqualTo(MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "department_id", "office_id", "open_days"})
    void aJobWithNullsHasOnlyItsId(String feature) {
        assertThat(Rows.bare().value("job." + feature)).isEqualTo(MISSING);
    }

    @Test
    void aJobMayHaveNoOffice() {
        assertThat(Rows.bare().job("Data Engineer", null, null, List.of()).value("job.office_id"))
                .isEqualTo(MISSING);
    }
}
