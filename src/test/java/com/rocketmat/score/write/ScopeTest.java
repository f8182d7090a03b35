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
    void theDayItselfCountsInUtcAndTheInstantBeforeItDoesNot(String created, boolean admitted) {
        Scope scope = new Scope("rocketmat", Set.of(), Optional.of(DAY), "", false, Optional.empty());

        assertThat(scope.admits(application(1L, Instant.parse(created)))).isEqualTo(admitted);
        assertThat(scope.leftAlone(application(1L, Instant.parse(created))))
                .isEqualTo(admitted ? Optional.empty() : Optional.of(LeftAlone.TOO_OLD));
    }

    @Test
    void anApplicationOfUnknownAgeIsScoredOnlyWhereNoDayIsGiven() {
        assertThat(new Scope("rocketmat", Set.of(), Optional.of(DAY), "", false, Optional.empty())
                        .admits(application(1L, null)))
                .isFalse();
        assertThat(new Scope("rocketmat", Set.of(), Optional.empty(), "", false, Optional.empty())
                        .admits(application(1L, null)))
                .isTrue();
    }

    /** Of a replica of the former release. */
    @ParameterizedTest
    @CsvSource({
        "rocketmat * * *@*, false,",
        "rocketmat * * *@* alone, true,",
        "rocketmat * * *@* alone no_scores, true, no_scores"
    })
    void aScopeThatIsStoredWithoutTheLastPartsIsRead(String text, boolean alone, String optOut) {
        assertThat(Scope.parse(text))
                .isEqualTo(
                        new Scope("rocketmat", Set.of(), Optional.empty(), "*@*", alone, Optional.ofNullable(optOut)));
    }

    static Application application(long job, Instant created) {
        return new Application(
                7L,
                created,
                null,
                6L,
                job,
                Application.IN_PROCESS,
                false,
                null,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                null);
    }
}
