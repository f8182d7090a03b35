package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.console.element.Badge;
import com.rocketmat.doctor.DoctorReport;
import com.rocketmat.doctor.Finding;
import com.rocketmat.doctor.Finding.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExaminedTest {

    /** The findings stay on an open page while the rest of the page is refreshed. */
    @Test
    void theFindingsHaveTheirTime() {
        DoctorReport report = new DoctorReport("acme", Instant.parse("2026-11-24T12:00:07Z"), true, List.of());

        assertThat(Examined.of(report).at()).isEqualTo("24 Nov 2026, 12:00:07 UTC");
    }

    @Test
    void aCheckThatCouldNotBeMadeIsNotShownAsFailed() {
        Finding unknown =
                new Finding("scope a", Status.FAILED, "cannot be checked now: status 502", "run it again", true);
        Finding wrong = new Finding("scope b", Status.FAILED, "the token does not have it", "tick it", false);

        Examined nothingKnown = Examined.of(report(unknown));
        assertThat(nothingKnown.summary()).isEqualTo("1 of 1 check could not be made; nothing failed in the others.");
        assertThat(nothingKnown.tone()).isEqualTo("warn");
        assertThat(Badge.of(nothingKnown.findings().getFirst())).isEqualTo(new Badge("Could not be checked", "warn"));
        Examined both = Examined.of(report(unknown, wrong));
        assertThat(both.summary()).isEqualTo("1 of 2 checks failed, 1 could not be made.");
        assertThat(both.tone()).isEqualTo("bad");
    }

    private static DoctorReport report(Finding... findings) {
        return new DoctorReport("acme", Instant.parse("2026-11-24T12:00:07Z"), false, List.of(findings));
    }
}
