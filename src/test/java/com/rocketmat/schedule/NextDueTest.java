package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.tenant.FixedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NextDueTest {

    private final FixedClock clock = new FixedClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private boolean away;

    private final NextDue schedule = new NextDue(null, clock, null, metrics) {
        @Override
        public Optional<Instant> oldestDue() {
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            return Optional.empty();
        }
    };

    @Test
    void theTimeSinceTheDatabaseWasReadGrowsWhileItIsAway() {
        clock.pass(Duration.ofSeconds(5));
        assertThat(age()).as("since the start").isEqualTo(5);
        schedule.refreshLag();
        away = true;
        clock.pass(Duration.ofSeconds(90));
        assertThatThrownBy(schedule::refreshLag).isInstanceOf(IllegalStateException.class);

        assertThat(age()).isEqualTo(90);

        away = false;
        schedule.refreshLag();
        assertThat(age()).isZero();
    }

    private double age() {
        return metrics.get(NextDue.DATABASE_AGE).gauge().value();
    }
}
