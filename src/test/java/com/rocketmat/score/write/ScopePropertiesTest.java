package com.rocketmat.score.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.row.Application;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("finding-B2")
class ScopePropertiesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

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
                        .map(day -> ScopeTest.application(job, Instant.parse(day + "T00:00:00Z"))));
    }

    @Provide
    Arbitrary<Scope> scopes() {
        return Combinators.combine(
                        Arbitraries.of("rocketmat", "fit-score"),
                        Arbitraries.of(1L, 2L, 3L).set(),
                        Arbitraries.of(DAY.minusDays(1), DAY, DAY.plusDays(1)).optional(),
                        Arbitraries.of("*@*", "*@*", "7@https://harvest.example/v3"),
                        Arbitraries.of(true, false),
                        Arbitraries.of("no_scores", "private").optional())
                .as(Scope::new);
    }
}
