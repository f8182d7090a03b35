package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.FixedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlicePermitTest {

    private final FixedClock clock = new FixedClock();
    private boolean paused;
    private boolean away;
    private int questions;
    private final SlicePermit permit = new SlicePermit(this::database, clock);

    @Test
    void the_database_is_asked_once_a_second_however_often_a_slice_wants_to_know() {
        for (int tenth = 0; tenth < 100; tenth++) {
            for (int write = 0; write < 5; write++) {
                assertThat(permit.getAsBoolean()).isTrue();
            }
            clock.pass(Duration.ofMillis(100));
        }
        assertThat(questions).isEqualTo(10);
    }

    @Test
    void a_pause_is_seen_within_a_second() {
        assertThat(permit.getAsBoolean()).isTrue();
        paused = true;
        clock.pass(Duration.ofSeconds(1));

        assertThat(permit.getAsBoolean()).isFalse();
    }

    @Test
    void a_clock_that_is_set_back_does_not_make_an_answer_hold_longer() {
        assertThat(permit.getAsBoolean()).isTrue();
        paused = true;
        clock.pass(Duration.ofHours(-1));

        assertThat(permit.getAsBoolean()).isFalse();
    }

    @Test
    void without_the_database_nothing_goes_on() {
        assertThat(permit.getAsBoolean()).isTrue();
        away = true;
        clock.pass(Duration.ofSeconds(1));

        assertThat(permit.getAsBoolean()).isFalse();
    }

    private boolean database() {
        questions++;
        if (away) {
            throw new IllegalStateException("the database is away");
        }
        return !paused;
    }
}
