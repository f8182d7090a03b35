package com.rocketmat.ops;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * PostgreSQL's clock, which all replicas share. The machines' clocks may be minutes apart: a working replica would look dead to the others,
 * start a cron outside its minute, and repeat recent writes.
 */
@Singleton
class SharedClock implements InstantSource {

    private static final Duration NOTABLE = Duration.ofMinutes(1);

    private final DataSource database;
    /** Measures elapsed time, unaffected by changes of the machine's clock and outages of the database. */
    private final LongSupplier nanoTime;

    /** The instant at which {@link #nanoTime} was zero. */
    private volatile Instant origin;

    @Inject
    SharedClock(DataSource database) {
        this(database, InstantSource.system(), System::nanoTime);
    }

    SharedClock(DataSource database, InstantSource machine, LongSupplier nanoTime) {
        this.database = database;
        this.nanoTime = nanoTime;
        this.origin = machine.instant().minusNanos(nanoTime.getAsLong());
    }

    /** The only clock of the process; tests can replace it. */
    @Produces
    @Singleton
    Clock clock() {
        return withZone(ZoneOffset.UTC);
    }

    @Override
    public Instant instant() {
        return origin.plusNanos(nanoTime.getAsLong());
    }

    /** Before the schedulers and any check that may take time. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) StartupEvent event) throws SQLException {
        compare();
    }

    /** Moves the origin only as far as the answer proves it wrong, so that it converges without jitter. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void compare() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            long before = nanoTime.getAsLong();
            try (ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
                row.next();
                Instant time = row.getObject(1, OffsetDateTime.class).toInstant();
                Instant earliest = time.minusNanos(nanoTime.getAsLong());
                Instant latest = time.minusNanos(before);
                if (origin.isBefore(earliest)) {
                    move(earliest);
                } else if (origin.isAfter(latest)) {
                    move(latest);
                }
            }
        }
    }

    private void move(Instant newOrigin) {
        Duration by = Duration.between(origin, newOrigin);
        origin = newOrigin;
        if (by.abs().compareTo(NOTABLE) > 0) {
            Log.warnf(
                    "PostgreSQL's clock is %d s %s; its time is used, except in log lines; synchronise the clocks of the machines",
                    by.abs().toSeconds(), by.isNegative() ? "behind" : "ahead");
        }
    }
}
