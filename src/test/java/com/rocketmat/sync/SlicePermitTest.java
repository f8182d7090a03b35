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
    private final SlicePermit permit = new SlicePermit(this::database, clock, clock.instant());

    @Test
    void theDatabaseIsAskedOnceASecond() {
        for (int tenth = 0; tenth < 100; tenth++) {
            for (int write = 0; write < 5; write++) {
                assertThat(permit.getAsBoolean()).isTrue();
            }
            clock.pass(Duration.ofMillis(100));
        }
        assertThat(questions).as("granted for the first second").isEqualTo(9);
    }

    @Test
    void aPauseTakesEffectWithinASecond() {
        assertThat(permit.getAsBoolean()).isTrue();
        paused = true;
        clock.pass(Duration.ofSeconds(1));

        assertThat(permit.getAsBoolean()).isFalse();
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongAnAnswer() {
        assertThat(permit.getAsBoolean()).isTrue();
        paused = true;
        clock.pass(Duration.ofHours(-1));

        assertThat(permit.getAsBoolean()).isFalse();
    }

    @Test
    void withoutTheDatabaseThePermitEnds() {
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
