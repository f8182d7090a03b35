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
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
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
        Scope scope = since(Optional.of(DAY));

        assertThat(scope.admits(application(1L, Instant.parse(created)))).isEqualTo(admitted);
        assertThat(scope.leftAlone(application(1L, Instant.parse(created))))
                .isEqualTo(admitted ? Optional.empty() : Optional.of(LeftAlone.TOO_OLD));
    }

    @Test
    void anApplicationOfUnknownAgeIsScoredOnlyWhereNoDayIsGiven() {
        assertThat(since(Optional.of(DAY)).admits(application(1L, null))).isFalse();
        assertThat(since(Optional.empty()).admits(application(1L, null))).isTrue();
    }

    @Property
    void whatIsCoveredIsAdmittedAndNothingElseIsLeftOut(@ForAll("scopes") Scope one, @ForAll("scopes") Scope other) {
        boolean sameRows = one.field().equals(other.field()) && one.reader().equals(other.reader());
        boolean admitsAll = applications().filter(other::admits).allMatch(one::admits);

        boolean knowsWhoObjects = other.optOut().isEmpty() || one.optOut().equals(other.optOut());
        boolean refusesNoMore = one.alone() || !other.alone();

        assertThat(one.covers(other)).isEqualTo(sameRows && refusesNoMore && knowsWhoObjects && admitsAll);
    }

    @Property
    void itIsReadAsItWasWritten(@ForAll("scopes") Scope scope) {
        assertThat(Scope.parse(scope.toString())).isEqualTo(scope);
    }

    /** With every job and day that a scope of these tests may contain, and others. */
    private static Stream<Application> applications() {
        return Stream.of(1L, 2L, 3L, 4L)
                .flatMap(job -> Stream.of("2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03")
                        .map(day -> application(job, Instant.parse(day + "T00:00:00Z"))));
    }

    /** Mostly of one field and reader: scopes of different ones never cover each other. */
    @Provide
    Arbitrary<Scope> scopes() {
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(9, "rocketmat"), Tuple.of(1, "fit-score")),
                        Arbitraries.of(1L, 2L, 3L).set(),
                        Arbitraries.of(DAY.minusDays(1), DAY, DAY.plusDays(1)).optional(0.5),
                        Arbitraries.frequency(Tuple.of(9, "*@*"), Tuple.of(1, "7@https://harvest.example/v3")),
                        Arbitraries.of(true, false),
                        Arbitraries.of("no_scores", "private").optional(0.5))
                .as(Scope::new);
    }

    private static Scope since(Optional<LocalDate> day) {
        return new Scope("rocketmat", Set.of(), day, "", false, Optional.empty());
    }

    private static Application application(long job, Instant created) {
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
