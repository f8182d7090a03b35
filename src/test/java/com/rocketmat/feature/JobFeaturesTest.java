package com.rocketmat.feature;

import static com.rocketmat.feature.FeatureValue.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobFeaturesTest {

    @Test
    void idsKeepAllTheirDigits() {
        assertThat(Rows.typical().value("job.id")).isEqualTo(Rows.id(5_512_001_002L));
        assertThat(Rows.typical().value("job.department_id")).isEqualTo(Rows.id(4_020_001_002L));
    }

    @Test
    void ofSeveralOfficesTheFirstCounts() {
        assertThat(Rows.typical().value("job.office_id")).isEqualTo(Rows.id(4_010_001_002L));
    }

    @Test
    void theTitleIsTheNameOfTheJob() {
        assertThat(Rows.typical().value("job.title")).isEqualTo(Rows.text("Data Engineer"));
    }

    @Test
    void openDaysCountFractions() {
        Rows rows = Rows.bare().job("Data Engineer", "2026-11-23T04:00:00.000Z", null, null);

        assertThat(rows.number("job.open_days")).isEqualTo(1.25);
    }

    @Test
    void howLongAJobThatWasOpenedAfterTheDayHadBeenOpenIsNotKnown() {
        Rows rows = Rows.bare().job("Data Engineer", "2026-11-23T04:00:00.000Z", null, null);

        assertThat(rows.asOf("2026-11-23T03:59:59Z").value("job.open_days")).isEqualTo(MISSING);
        assertThat(rows.asOf("2026-11-23T04:00:00Z").number("job.open_days")).isZero();
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
