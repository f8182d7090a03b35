package com.rocketmat.feature;

import static com.rocketmat.feature.FeatureValue.MISSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HistoryFeaturesTest {

    @Test
    void aYearHas365AndAQuarterDays() {
        assertThat(Rows.bare().employed("2016-01-01", "2020-01-01").number("candidate.experience_years"))
                .isEqualTo(4.0);
    }

    @Test
    void aMonthHas304375Days() {
        Rows rows = Rows.bare().employed("2016-01-01", "2017-01-01").employed("2021-01-01", "2022-01-01");

        assertThat(rows.number("candidate.gap_months")).isEqualTo(48.0);
    }

    @Test
    void measuresAFormerRoleAGapAndACurrentRole() {
        Rows rows = Rows.typical();

        assertThat(rows.number("candidate.experience_years")).isCloseTo((1460 + 2514) / 365.25, within(1e-9));
        assertThat(rows.number("candidate.current_role_years")).isCloseTo(2514 / 365.25, within(1e-9));
        assertThat(rows.number("candidate.longest_role_years")).isCloseTo(2514 / 365.25, within(1e-9));
        assertThat(rows.number("candidate.gap_months")).isCloseTo(128 / 30.4375, within(1e-9));
        assertThat(rows.number("candidate.jobs_count")).isEqualTo(2);
    }

    @Test
    void theDayOfTheRunIsInUtc() {
        Rows rows = Rows.bare().employed("2026-11-20", null);

        assertThat(rows.asOf("2026-11-24T23:59:59.999Z").number("candidate.current_role_years"))
                .isEqualTo(4 / 365.25);
        assertThat(rows.asOf("2026-11-25T00:00:00.000Z").number("candidate.current_role_years"))
                .isEqualTo(5 / 365.25);
    }

    @Test
    void onAPastDayARoleThatEndedLaterIsCurrent() {
        Rows rows = Rows.bare()
                .employed("2020-01-01", "2023-02-28")
                .employed("2023-03-01", null)
                .asOf("2023-01-01T00:00:00Z");

        assertThat(rows.number("candidate.current_role_years")).isEqualTo(1096 / 365.25);
    }

    @Test
    void employmentsWithoutDatesCountOnlyAsJobs() {
        Rows rows = Rows.bare().employed(null, null).employed("2020-05-01", "2020-04-01");

        assertThat(rows.number("candidate.jobs_count")).isEqualTo(2);
        assertThat(rows.number("candidate.experience_years")).isZero();
        assertThat(rows.value("candidate.longest_role_years")).isEqualTo(MISSING);
        assertThat(rows.value("candidate.gap_months")).isEqualTo(MISSING);
    }

    @Test
    void withoutAnOpenEmploymentThereIsNoCurrentRole() {
        assertThat(Rows.bare().employed("2016-01-01", "2020-01-01").value("candidate.current_role_years"))
                .isEqualTo(MISSING);
    }
}
