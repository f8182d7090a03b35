package com.rocketmat.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.row.Employment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CareerPropertiesTest {

    private static final LocalDate AS_OF = LocalDate.of(2026, 11, 24);

    @Property
    void experienceAndGapAddUpToTheSpan(@ForAll("employments") List<Employment> employments) {
        Career career = Career.of(employments, AS_OF);

        assertThat(career.gap().orElse(0)).isNotNegative();
        assertThat(career.experience() + career.gap().orElse(0)).isEqualTo(career.span());
    }

    @Property
    void experienceIsTheNumberOfCoveredDays(@ForAll("employments") List<Employment> employments) {
        Career career = Career.of(employments, AS_OF);

        long covered = career.roles().stream()
                .flatMap(role -> role.start().datesUntil(role.end()))
                .distinct()
                .count();
        assertThat(career.experience()).isEqualTo(covered);
    }

    @Property
    void theOrderOfEmploymentsDoesNotMatter(
            @ForAll("employments") List<Employment> employments, @ForAll Random random) {
        List<Employment> shuffled = new ArrayList<>(employments);
        Collections.shuffle(shuffled, random);

        assertThat(measures(Career.of(shuffled, AS_OF))).isEqualTo(measures(Career.of(employments, AS_OF)));
    }

    @Provide
    Arbitrary<List<Employment>> employments() {
        Arbitrary<String> dates = Arbitraries.integers()
                .between(-2_500, 400)
                .map(days -> AS_OF.plusDays(days).toString());
        return Combinators.combine(dates.injectNull(0.1), dates.injectNull(0.3))
                .as((start, end) -> new Employment(1, 2, start, end))
                .list()
                .ofMaxSize(8);
    }

    private static List<Object> measures(Career career) {
        return List.of(career.experience(), career.span(), career.gap(), career.longestRole(), career.currentRole());
    }
}
