package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.doctor.DoctorReport;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExaminedTest {

    /** What it found stays on an open page while the rest of the page follows the tenant. */
    @Test
    void theDoctorsFindingsSayWhenTheyWereTrue() {
        DoctorReport report = new DoctorReport("acme", Instant.parse("2026-11-24T12:00:07Z"), true, List.of());

        assertThat(Examined.of(report).at()).isEqualTo("24 Nov 2026, 12:00:07 UTC");
    }
}
