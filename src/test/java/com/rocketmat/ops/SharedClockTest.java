package com.rocketmat.ops;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.database.SandboxDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.TemporalUnitOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedClockTest {

    private static final Duration MINUTES = Duration.ofMinutes(10);
    private static final TemporalUnitOffset CLOSELY = within(5, SECONDS);

    @AutoClose
    private static SandboxDatabase database;

    @BeforeAll
    static void start() {
        database = SandboxDatabase.start();
    }

    @ParameterizedTest
    @CsvSource({"PT10M, behind", "PT-10M, ahead", "PT0S,"})
    void replicasHaveTheSameTimeDespiteDifferentClocks(Duration ahead, String told) throws SQLException {
        SharedClock clock =
                new SharedClock(database.dataSource(), Clock.offset(Clock.systemUTC(), ahead), System::nanoTime);
        try (LogTap log = new LogTap(SharedClock.class)) {
            clock.compare();
            clock.compare();

            assertThat(log.lines()).hasSize(told == null ? 0 : 1);
            assertThat(log.text()).contains(told == null ? "" : "s " + told + "; its time is used");
        }
        assertThat(clock.clock().instant()).isCloseTo(Instant.now(), CLOSELY);
    }

    @Test
    void itKeepsRunningWhileTheDatabaseIsAway() throws SQLException {
        AtomicLong nanoTime = new AtomicLong(-7);
        Clock machine =
                Clock.fixed(Instant.now().minus(MINUTES), Clock.systemUTC().getZone());
        SharedClock clock = new SharedClock(database.dataSource(), machine, nanoTime::get);
        clock.compare();
        Instant compared = clock.instant();

        nanoTime.addAndGet(MINUTES.toNanos());
        database.stop();
        try {
            assertThatThrownBy(clock::compare).isInstanceOf(SQLException.class);
        } finally {
            database.restart();
        }

        assertThat(clock.instant()).isEqualTo(compared.plus(MINUTES));
    }

    /** As after a machine was suspended, or PostgreSQL moved to another. */
    @ParameterizedTest
    @ValueSource(strings = {"PT10M", "PT-10M"})
    void itFollowsTheDatabase(Duration apart) throws SQLException {
        AtomicLong nanoTime = new AtomicLong();
        SharedClock clock = new SharedClock(database.dataSource(), Clock.systemUTC(), nanoTime::get);
        nanoTime.addAndGet(apart.toNanos());
        assertThat(clock.instant()).isCloseTo(Instant.now().plus(apart), CLOSELY);

        clock.compare();

        assertThat(clock.instant()).isCloseTo(Instant.now(), CLOSELY);
    }

    /** It would jump by the duration of answers, and durations are measured with it. */
    @Test
    void aSlowAnswerWithinTheErrorChangesNothing() throws SQLException {
        AtomicLong nanoTime = new AtomicLong();
        Duration hour = Duration.ofHours(1);
        Duration between = Duration.ofMinutes(90);
        Clock machine = Clock.offset(Clock.systemUTC(), between.negated());
        SharedClock clock = new SharedClock(database.dataSource(), machine, () -> nanoTime.getAndAdd(hour.toNanos()));

        // asked after an hour, answered after two
        clock.compare();

        assertThat(clock.instant()).isCloseTo(Instant.now().plus(between), CLOSELY);
    }
}
