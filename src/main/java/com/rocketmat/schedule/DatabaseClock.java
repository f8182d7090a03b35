package com.rocketmat.schedule;

import com.github.kagkarlsson.scheduler.Clock;
import io.quarkus.logging.Log;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/**
 * PostgreSQL's clock, which is the same for all replicas. By the machines' own, a replica whose clock is behind looks dead to the
 * others: they would take its tenants over while it works on them.
 */
final class DatabaseClock implements Clock {

    private static final Duration PERIOD = Duration.ofSeconds(30);

    /** Beyond that, replicas that take turns with a tenant disagree on when it is due, and on what was written lately. */
    private static final Duration FAR = Duration.ofMinutes(1);

    private final DataSource database;
    private final InstantSource machine;
    private volatile Comparison last = new Comparison(Instant.EPOCH, Duration.ZERO);

    DatabaseClock(DataSource database, InstantSource machine) {
        this.database = database;
        this.machine = machine;
        compare();
    }

    /** @param ahead PostgreSQL's clock of the machine's */
    private record Comparison(Instant at, Duration ahead) {}

    @Override
    public Instant now() {
        return at(machine.instant());
    }

    /** The same moment as one by the machine's clock. */
    Instant at(Instant local) {
        if (Duration.between(last.at(), machine.instant()).abs().compareTo(PERIOD) > 0) {
            compare();
        }
        return local.plus(last.ahead());
    }

    private void warnOnce(Duration ahead) {
        if (isFar(ahead) && !isFar(last.ahead())) {
            Log.warnf(
                    "The machine's clock is %d s %s PostgreSQL's; tenants may start early or late, and a score may be written twice; synchronise the clocks",
                    ahead.abs().toSeconds(), ahead.isNegative() ? "ahead of" : "behind");
        }
    }

    private static boolean isFar(Duration ahead) {
        return ahead.abs().compareTo(FAR) > 0;
    }

    private void compare() {
        // other threads go on with the former difference, and so does this one while the database is away
        last = new Comparison(machine.instant(), last.ahead());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            Instant now = row.getObject(1, OffsetDateTime.class).toInstant();
            Instant here = machine.instant();
            Duration ahead = Duration.between(here, now);
            warnOnce(ahead);
            last = new Comparison(here, ahead);
        } catch (SQLException e) {
            Log.debugf("Cannot compare the clock with PostgreSQL's: SQLSTATE %s", e.getSQLState());
        }
    }
}
