package com.rocketmat.harvest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("finding-B4")
class PageTrailTest {

    private static final List<Integer> ROWS = List.of(1, 2, 3);

    private final PageTrail first = PageTrail.NONE.then(PageTrail.FIRST, ROWS);

    @Test
    void aPageThatIsGivenOnceMoreIsNoCircle() {
        PageTrail again = first.then("second", ROWS).then("third", ROWS);

        assertThat(again.goesInCircles()).isFalse();
        assertThat(again.then("fourth", List.of(4)).times()).isEqualTo(1);
    }

    @Test
    void theSameRowsUnderOneAddressAfterTheOtherAre() {
        PageTrail circle = first.then("second", ROWS).then("third", ROWS).then("fourth", ROWS);

        assertThat(circle.goesInCircles()).isTrue();
        assertThat(circle.then("fourth", ROWS).goesInCircles())
                .as("asked for again, it still is")
                .isTrue();
    }

    @Test
    void aPageThatIsReadInManySlicesIsNone() {
        PageTrail trail = first;
        for (int slice = 0; slice < 10; slice++) {
            trail = trail.then(PageTrail.FIRST, ROWS);
        }

        assertThat(trail.goesInCircles()).isFalse();
    }

    @Test
    void pagesWithoutRowsAreNone() {
        PageTrail trail = first;
        for (String page : List.of("a", "b", "c", "d", "e")) {
            trail = trail.then(page, List.of());
        }

        assertThat(trail.goesInCircles()).isFalse();
    }
}
