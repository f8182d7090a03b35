package com.rocketmat.schedule;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.tenant.FixedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    private static final Duration BEHIND = Duration.ofMinutes(-10);

    @AutoClose
    private SandboxDatabase database;

    @BeforeEach
    void start() {
        database = SandboxDatabase.start();
    }

    @Test
    void aReplicaWhoseClockIsBehindHasTheTimeOfTheOthers() {
        DatabaseClock clock = new DatabaseClock(database.dataSource(), Clock.offset(Clock.systemUTC(), BEHIND));

        assertThat(clock.now()).isCloseTo(Instant.now(), within(5, SECONDS));
    }

    @Test
    void aClockThatIsMinutesBehindOrAheadIsToldOnce() {
        FixedClock machine = new FixedClock();
        try (LogTap log = new LogTap(DatabaseClock.class)) {
            machine.set(Instant.now().plus(BEHIND));
            DatabaseClock clock = new DatabaseClock(database.dataSource(), machine);
            machine.pass(Duration.ofMinutes(1));
            clock.now();
            assertThat(log.text()).containsOnlyOnce("s behind PostgreSQL's; tenants may start early or late");

            machine.set(Instant.now());
            clock.now();
            machine.set(Instant.now().plusSeconds(90));
            clock.now();
            assertThat(log.text()).containsOnlyOnce("s ahead of PostgreSQL's");
        }
    }

    @Test
    void theDifferenceIsKeptWhileTheDatabaseIsAwayAndComparedAgain() {
        FixedClock machine = new FixedClock();
        Instant begun = Instant.now();
        machine.set(begun.plus(BEHIND));
        DatabaseClock clock = new DatabaseClock(database.dataSource(), machine);
        database.stop();

        machine.pass(Duration.ofMinutes(1));
        assertThat(clock.now()).isCloseTo(begun.plus(Duration.ofMinutes(1)), within(5, SECONDS));

        database.restart();
        machine.pass(Duration.ofMinutes(1));
        assertThat(clock.now()).isCloseTo(Instant.now(), within(5, SECONDS));
    }
}
