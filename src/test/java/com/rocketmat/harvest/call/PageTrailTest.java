package com.rocketmat.harvest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("finding-B4")
class PageTrailTest {

    private static final List<Integer> ROWS = List.of(1, 2, 3);
    private static final int MOST = 1_000;

    @Test
    void aRepeatedPageIsNoCircle() {
        assertThat(pagesUntilCircle(page -> page < 3 ? ROWS : List.of(page), PageTrailTest::ever))
                .isEqualTo(MOST);
    }

    @Test
    void theSameRowsUnderEverNewAddressesAreACircle() {
        assertThat(pagesUntilCircle(_ -> ROWS, PageTrailTest::ever)).isEqualTo(4);
    }

    @Test
    void someEmptyPagesAreNoCircle() {
        assertThat(pagesUntilCircle(page -> page < 45 ? List.of() : List.of(page), PageTrailTest::ever))
                .isEqualTo(MOST);
    }

    @Test
    void endlessEmptyPagesAreACircle() {
        assertThat(pagesUntilCircle(_ -> List.of(), PageTrailTest::ever)).isBetween(40, 60);
    }

    /** Each page has rows of its own each time, since people work on them. */
    @ParameterizedTest
    @CsvSource({"1,3", "2,8", "3,8", "10,40", "200,600"})
    void pagesThatLinkBackAreACircle(int length, int most) {
        assertThat(pagesUntilCircle(page -> List.of(page), page -> ever(5 + page % length)))
                .isLessThanOrEqualTo(5 + most);
        assertThat(pagesUntilCircle(page -> List.of(page), page -> ever(page % length)))
                .isLessThanOrEqualTo(most);
    }

    @Test
    void aCircleIsDetectedEachTimeAPageIsRead() {
        PageTrail before = PageTrail.to(PageTrail.to("").with(List.of(1)).on(ever(1)));
        PageTrail trail = PageTrail.to(before.with(List.of(2)).on(ever(2)));

        for (int slice = 0; slice < 10; slice++) {
            assertThat(trail.with(ROWS).goesInCircles(Optional.of(ever(3)))).isFalse();
            assertThat(trail.with(ROWS).goesInCircles(Optional.of(ever(2)))).isTrue();
            assertThat(trail.with(ROWS).goesInCircles(Optional.of(ever(1)))).isTrue();
        }
        assertThat(trail.address()).isEqualTo(ever(2));
    }

    /** An address that was stored without its trail, or that Greenhouse gave a fragment of its own. */
    @Test
    void anAddressWithoutATrailStartsOne() {
        assertThat(PageTrail.to("https://h/v3/x?cursor=a#b").address()).isEqualTo("https://h/v3/x?cursor=a#b");
        assertThat(PageTrail.to(PageTrail.to(ever(1)).with(ROWS).on("https://h/v3/x#b"))
                        .address())
                .isEqualTo("https://h/v3/x#b");
    }

    /** How many pages are read, each by the link of the one before, until a circle is seen. */
    private static int pagesUntilCircle(IntFunction<List<?>> rows, IntFunction<String> links) {
        String page = "";
        for (int read = 1; read < MOST; read++) {
            PageTrail trail = PageTrail.to(page).with(rows.apply(read));
            if (trail.goesInCircles(Optional.of(links.apply(read)))) {
                return read;
            }
            page = trail.on(links.apply(read));
        }
        return MOST;
    }

    private static String ever(int page) {
        return "https://harvest.example/v3/applications?cursor=" + page;
    }
}
