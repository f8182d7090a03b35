package com.rocketmat.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HarvestDateTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"2019-08-31", "2019-08-31T00:00:00.000Z", "2019-08-31T23:59:59Z", "2019-08-31 00:00:00 UTC"})
    void aDateMayBeFollowedByATime(String text) {
        assertThat(HarvestDate.parse(text)).contains(LocalDate.of(2019, 8, 31));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "2019", "2019-08", "2019-02-30", "31/08/2019", "0019-05-01", "Present", "soon, perhaps"})
    void anythingElseIsNotADate(String text) {
        assertThat(HarvestDate.parse(text)).isEmpty();
    }

    @Test
    void yearsAreBetween1900And9999() {
        assertThat(HarvestDate.parse("1900-01-01")).contains(LocalDate.of(1900, 1, 1));
        assertThat(HarvestDate.lastDay(19, 5)).isEmpty();
        assertThat(HarvestDate.lastDay(1900, 1)).contains(LocalDate.of(1900, 1, 31));
        assertThat(HarvestDate.lastDay(9999, 2)).contains(LocalDate.of(9999, 2, 28));
        assertThat(HarvestDate.lastDay(10_000, 2)).isEmpty();
    }
}
