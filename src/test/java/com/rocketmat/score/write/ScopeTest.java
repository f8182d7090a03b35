package com.rocketmat.score.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.LeftAlone;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("finding-B2")
class ScopeTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T00:00:00Z, true",
        "2026-11-01T00:00:00.001Z, true",
        "2026-10-31T23:59:59.999Z, false",
        "2026-10-31T23:59:59.999999999Z, false",
        "2026-11-01T01:00:00+02:00, false",
        "2026-10-31T23:00:00-02:00, true",
        "2031-01-01T00:00:00Z, true"
    })
    void theDayBeginsAtMidnightUtc(String created, boolean admitted) {
        Scope scope = since(Optional.of(DAY));

        assertThat(scope.admits(application(1L, Instant.parse(created)))).isEqualTo(admitted);
        assertThat(scope.leftAlone(application(1L, Instant.parse(created))))
                .isEqualTo(admitted ? Optional.empty() : Optional.of(LeftAlone.TOO_OLD));
    }

    @Test
    void anApplicationOfUnknownAgeIsScoredOnlyWithoutADay() {
        assertThat(since(Optional.of(DAY)).admits(application(1L, null))).isFalse();
        assertThat(since(Optional.empty()).admits(application(1L, null))).isTrue();
    }

    @Test
    void theFieldAndTheReaderAreFoundInTheStoredText() {
        Scope scope = new Scope("fit", Set.of(2L, 1L), Optional.of(DAY), "7@*", true, Optional.of("no_scores"));
        String stored = "fit 1,2 2026-11-01 7@* alone no_scores";

        assertThat(scope).hasToString(stored);
        assertThat(scope.hasFieldOf(stored) && scope.hasReaderOf(stored)).isTrue();
        assertThat(scope.hasFieldOf("fits * * 7@* * *")).isFalse();
        assertThat(scope.hasReaderOf("fit * * 8@* * *")).isFalse();
    }

    private static Scope since(Optional<LocalDate> day) {
        return new Scope("rocketmat", Set.of(), day, "", false, Optional.empty());
    }

    private static Application application(long job, Instant created) {
        return new Application(
                7L, created, null, 6L, job, "in_process", false, null, null, null, null, List.of(), Map.of(), null);
    }
}
