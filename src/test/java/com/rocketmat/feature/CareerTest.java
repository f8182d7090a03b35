package com.rocketmat.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.row.Employment;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CareerTest {

    private static final LocalDate AS_OF = LocalDate.of(2026, 11, 24);

    @Test
    void gapsAddUpWithoutTheTimeAfterTheLastEmployment() {
        Career career = career("2020-03-01/2020-03-11", "2020-01-01/2020-01-11", "2020-02-01/2020-02-11");

        assertThat(career.gap()).hasValue(21 + 19);
        assertThat(career.experience()).isEqualTo(30);
        assertThat(career.span()).isEqualTo(70);
    }

    @Test
    void anOpenEmploymentLastsUntilTheDayOfTheRun() {
        Career career = career("2026-11-14/");

        assertThat(career.experience()).isEqualTo(10);
        assertThat(career.currentRole()).hasValue(10);
    }

    @Test
    void anEmploymentThatEndsInTheFutureIsOpen() {
        Career career = career("2026-11-14/2027-06-30", "2026-11-20/2026-11-24");

        assertThat(career.experience()).isEqualTo(10);
        assertThat(career.longestRole()).hasValue(10);
        assertThat(career.currentRole()).hasValue(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2027-01-01/",
                "2027-01-01/2028-01-01",
                "/2020-01-01",
                "2020-01-02/2020-01-01",
                "unknown/2020-01-01",
                "2015-01-01/0019-05-01",
                "2015-01-01/2019",
                "2015-01-01/2019-02-30"
            })
    void anEmploymentThatHasNotStartedOrHasInvalidDatesIsIgnored(String period) {
        assertThat(career(period).roles()).isEmpty();
    }

    @Test
    void anEmploymentOfOneDayHasNoDuration() {
        Career career = career("2020-01-01/2020-01-01");

        assertThat(career.longestRole()).hasValue(0);
        assertThat(career.gap()).hasValue(0);
        assertThat(career.experience()).isZero();
    }

    @Test
    void overlappingRolesAreNotJoinedToTheLongest() {
        assertThat(career("2020-01-01/2020-01-11", "2020-01-05/2020-01-25").longestRole())
                .hasValue(20);
    }

    @Test
    void ofSeveralCurrentRolesTheLatestCounts() {
        assertThat(career("2026-11-04/", "2026-11-19/", "2020-01-01/2020-02-01").currentRole())
                .hasValue(5);
    }

    @Test
    void aFutureRoleDoesNotHideTheCurrentOne() {
        assertThat(career("2026-11-04/", "2027-01-01/").currentRole()).hasValue(20);
    }

    @Test
    void anEmploymentWithAnEmptyEndIsOpen() {
        assertThat(Career.of(Arrays.asList(new Employment(1, 2, "2026-11-14", "")), AS_OF)
                        .currentRole())
                .hasValue(10);
    }

    @Test
    void withoutEmploymentsThereIsNoGapAndNoRole() {
        Career career = career();

        assertThat(career.experience()).isZero();
        assertThat(career.gap()).isEmpty();
        assertThat(career.longestRole()).isEmpty();
        assertThat(career.currentRole()).isEmpty();
    }

    private static Career career(String... periods) {
        return Career.of(Arrays.stream(periods).map(CareerTest::employment).toList(), AS_OF);
    }

    private static Employment employment(String period) {
        int slash = period.indexOf('/');
        String start = period.substring(0, slash);
        String end = period.substring(slash + 1);
        return new Employment(1, 2, start.isEmpty() ? null : start, end.isEmpty() ? null : end);
    }
}
