package com.rocketmat.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatermarkTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration OVERLAP = Duration.ofHours(1);
    private static final Duration SWEEP = Duration.ofHours(24);
    private static final Watermark NONE = new Watermark(Optional.empty(), Optional.empty());

    @Test
    void theFirstReadingIsASweep() {
        Reading first = NONE.next(NOON, OVERLAP, SWEEP);

        assertThat(first).isEqualTo(new Reading(Optional.empty(), NOON, Optional.empty(), false));
        assertThat(first.sweep()).isTrue();
    }

    @Test
    void aSweepIsDueAtItsTimeAndNotBefore() {
        Watermark read = new Watermark(Optional.of(NOON.plus(Duration.ofHours(23))), Optional.of(NOON));

        assertThat(read.next(NOON.plus(SWEEP).minusMillis(1), OVERLAP, SWEEP).sweep())
                .isFalse();
        assertThat(read.next(NOON.plus(SWEEP), OVERLAP, SWEEP).sweep()).isTrue();
    }

    @Test
    void aCompleteWindowMovesTheWatermarkToItsStart() {
        Reading sweep = NONE.next(NOON, OVERLAP, SWEEP).after(Optional.empty());
        Watermark swept = NONE.after(sweep);
        Instant later = NOON.plusSeconds(900);

        assertThat(swept).isEqualTo(new Watermark(Optional.of(NOON), Optional.of(NOON)));
        assertThat(swept.after(swept.next(later, OVERLAP, SWEEP).after(Optional.empty())))
                .isEqualTo(new Watermark(Optional.of(later), Optional.of(NOON)));
        assertThat(swept.after(Reading.of(Optional.empty(), later).after(Optional.empty())))
                .as("after another sweep")
                .isEqualTo(new Watermark(Optional.of(later), Optional.of(later)));
    }

    @Test
    void besideTheFirstSweepAWindowBeginsWhereTheSweepWasOpened() {
        Instant later = NOON.plusSeconds(900);

        Reading beside = NONE.beside(NOON, later, OVERLAP);

        assertThat(beside).isEqualTo(Reading.of(Optional.of(NOON.minus(OVERLAP)), later));
        assertThat(NONE.after(beside.after(Optional.empty()))
                        .next(later, OVERLAP, SWEEP)
                        .sweep())
                .as("a window is not a sweep")
                .isTrue();
    }

    @Test
    void aSweepThatEndsAfterWindowsBesideItDoesNotMoveTheWatermarkBack() {
        Reading sweep = NONE.next(NOON, OVERLAP, SWEEP);
        Instant later = NOON.plus(Duration.ofHours(3));
        Watermark read = NONE.after(NONE.beside(NOON, later, OVERLAP).after(Optional.empty()));

        assertThat(read.after(sweep.after(Optional.empty())))
                .isEqualTo(new Watermark(Optional.of(later), Optional.of(NOON)));
    }

    @Test
    void afterTimesThatAreStillToComeEverythingIsReadAndThenGoesOnAsUsual() {
        Instant ahead = NOON.plus(Duration.ofDays(1));
        Watermark future = new Watermark(Optional.of(ahead), Optional.of(ahead));

        Reading sweep = future.next(NOON, OVERLAP, SWEEP);
        assertThat(sweep.sweep()).isTrue();
        Watermark swept = future.after(sweep.after(Optional.empty()));
        assertThat(swept.sweptAt()).contains(NOON);

        Instant later = NOON.plusSeconds(900);
        Reading window = swept.next(later, OVERLAP, SWEEP);
        assertThat(window.from()).contains(NOON.minus(OVERLAP));
        assertThat(swept.after(window.after(Optional.empty())))
                .isEqualTo(new Watermark(Optional.of(later), Optional.of(NOON)));
    }

    @Test
    void aWindowAfterOneThatIsStillToComeBeginsWithTheLastSweep() {
        Instant later = NOON.plus(Duration.ofHours(5));
        Watermark future = new Watermark(Optional.of(NOON.plus(Duration.ofDays(1))), Optional.of(NOON));

        assertThat(future.next(later, OVERLAP, SWEEP).from()).contains(NOON.minus(OVERLAP));
        assertThat(future.beside(NOON.plusSeconds(60), later, OVERLAP).from())
                .contains(NOON.plusSeconds(60).minus(OVERLAP));
    }

    /** It was opened before Greenhouse's clock was right again, and read after. */
    @Test
    void aWindowThatEndsBeforeItBeginsMovesNothing() {
        Instant ahead = NOON.plus(Duration.ofDays(1));
        Watermark future = new Watermark(Optional.of(ahead), Optional.of(ahead));

        Reading read = future.next(ahead.plusSeconds(900), OVERLAP, SWEEP)
                .noLaterThan(NOON.plusSeconds(900))
                .after(Optional.empty());

        assertThat(read.from()).contains(ahead.minus(OVERLAP));
        assertThat(future.after(read)).isEqualTo(future);
    }
}
