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
    void nothing_read_is_a_sweep() {
        Reading first = NONE.next(NOON, OVERLAP, SWEEP);

        assertThat(first).isEqualTo(new Reading(Optional.empty(), NOON, Optional.empty(), false));
        assertThat(first.sweep()).isTrue();
    }

    @Test
    void the_window_reaches_back_behind_the_watermark() {
        Watermark read = new Watermark(Optional.of(NOON), Optional.of(NOON));

        assertThat(read.next(NOON.plusSeconds(900), OVERLAP, SWEEP).from()).contains(NOON.minus(OVERLAP));
    }

    @Test
    void a_sweep_is_due_at_its_time_and_not_before() {
        Watermark read = new Watermark(Optional.of(NOON.plus(Duration.ofHours(23))), Optional.of(NOON));

        assertThat(read.next(NOON.plus(SWEEP).minusMillis(1), OVERLAP, SWEEP).sweep())
                .isFalse();
        assertThat(read.next(NOON.plus(SWEEP), OVERLAP, SWEEP).sweep()).isTrue();
    }

    @Test
    void half_a_window_moves_nothing() {
        Watermark read = new Watermark(Optional.of(NOON), Optional.of(NOON));
        Reading half = read.next(NOON.plusSeconds(900), OVERLAP, SWEEP).after(Optional.of("http://next"));

        assertThat(read.after(half)).isEqualTo(read);
    }

    @Test
    void a_window_read_whole_moves_the_watermark_to_its_start_and_a_sweep_is_remembered() {
        Reading sweep = NONE.next(NOON, OVERLAP, SWEEP).after(Optional.empty());
        Watermark swept = NONE.after(sweep);
        Instant later = NOON.plusSeconds(900);

        assertThat(swept).isEqualTo(new Watermark(Optional.of(NOON), Optional.of(NOON)));
        assertThat(swept.after(swept.next(later, OVERLAP, SWEEP).after(Optional.empty())))
                .isEqualTo(new Watermark(Optional.of(later), Optional.of(NOON)));
    }

    @Test
    void beside_the_first_sweep_a_window_begins_where_the_sweep_was_opened() {
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
    void a_sweep_that_ends_after_windows_beside_it_does_not_move_the_watermark_back() {
        Reading sweep = NONE.next(NOON, OVERLAP, SWEEP);
        Instant later = NOON.plus(Duration.ofHours(3));
        Watermark read = NONE.after(NONE.beside(NOON, later, OVERLAP).after(Optional.empty()));

        assertThat(read.after(sweep.after(Optional.empty())))
                .isEqualTo(new Watermark(Optional.of(later), Optional.of(NOON)));
    }

    @Test
    void a_window_that_is_read_again_is_the_same_from_its_first_page() {
        Reading first = NONE.next(NOON, OVERLAP, SWEEP);

        assertThat(first.after(Optional.of("http://next")).again()).isEqualTo(first);
    }
}
