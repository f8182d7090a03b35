package com.rocketmat.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import io.quarkus.logging.Log;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;

/** db-scheduler as slices and trainings use it: claims with SKIP LOCKED, heartbeats, takeover from dead replicas. */
record DbScheduler(DataSource dataSource, String replica, Clock clock) {

    /**
     * The work of a dead replica is taken over after four to six heartbeats, because the library checks for dead executions at every
     * second one: 36 to 55 s. With 15 s it took 84 s; with the library's defaults it would take half an hour.
     */
    private static final Duration HEARTBEAT = Duration.ofSeconds(9);

    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);

    /**
     * Longer than the process lives: the library would interrupt threads and close their database connections in the middle of a
     * commit; their tenants would stay claimed until their heartbeats are missed.
     */
    private static final Duration UNINTERRUPTED = Duration.ofMinutes(5);

    /** Releases executions for other replicas at once; its first parameter is the name of the task. */
    static final String RELEASE =
            "picked = false, picked_by = NULL, last_heartbeat = NULL, version = version + 1 WHERE task_name = ? AND ";

    /** The library would ask the database for this; while that is away, it would assume one without SKIP LOCKED. */
    static final JdbcCustomization POSTGRESQL = new PostgreSqlJdbcCustomization(false, false);

    Tasks.TaskBuilder<Void> task(String name) {
        return Tasks.custom(name, Void.class).onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_A_FAULT));
    }

    /**
     * Releases lost work after the report; it is due now. Every replica has its own list of lost work, seconds old: what another one took over,
     * or a heartbeat since, is left as it is.
     */
    void takeOver(String table, Execution lost, Runnable report) {
        String failure = "Cannot take over lost work; trying again within half a minute";
        String update = "UPDATE " + table + " SET ";
        String work = "task_instance = ? AND version = ?";
        int mine = update(
                failure,
                update + "version = version + 1 WHERE last_heartbeat = ? AND task_name = ? AND " + work,
                lost.lastHeartbeat.atOffset(ZoneOffset.UTC),
                lost.getTaskName(),
                lost.getId(),
                lost.version);
        if (mine == 1) {
            report.run();
            update(
                    failure,
                    update + "execution_time = ?, " + RELEASE + work,
                    clock.instant().atOffset(ZoneOffset.UTC),
                    lost.getTaskName(),
                    lost.getId(),
                    lost.version + 1);
        }
    }

    /**
     * Work of a dead replica with a heartbeat of a time when PostgreSQL's clock was ahead would stay claimed for as long as it was, perhaps
     * years. A replica that is alive sends another heartbeat within seconds.
     */
    void correctHeartbeats(String table, String task) {
        update(
                "Cannot correct the heartbeats of lost work; trying again within minutes",
                "UPDATE " + table + " SET last_heartbeat = statement_timestamp() WHERE task_name = ?"
                        + " AND last_heartbeat > statement_timestamp() + interval '5 minutes'",
                task);
    }

    /**
     * Threads are not virtual: models run in native code, which blocks the carrier of other virtual threads. Daemon threads, so that one
     * that hangs cannot keep the process alive.
     */
    SchedulerBuilder scheduler(CustomTask<Void> task, String prefix, int threads) {
        ThreadFactory named = Thread.ofPlatform().daemon().name(prefix, 0).factory();
        return Scheduler.create(dataSource, task)
                .schedulerName(new SchedulerName.Fixed(replica))
                .clock(clock::instant)
                .threads(threads)
                .executorService(Executors.newCachedThreadPool(named))
                .jdbcCustomization(POSTGRESQL)
                // what is fetched starts at once, each in its own thread: no more than there are threads
                .pollUsingLockAndFetch(0.5, 1.0)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(UNINTERRUPTED)
                .failureLogging(LogLevel.WARN, false);
    }

    /** Stops taking work; the thread ends once none runs. */
    static Thread stop(Scheduler scheduler, String thread) {
        return Thread.ofPlatform().daemon().name(thread).start(() -> {
            try {
                scheduler.stop();
            } catch (RuntimeException e) {
                Log.warn("Cannot stop the schedule cleanly", e);
            }
        });
    }

    /** False if work still runs after this time. */
    static boolean ended(Thread stop, Duration time) {
        try {
            return stop.join(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Changes the library's table in a way for which it has no call.
     *
     * @param failure what to log if that fails: what is not done, and the consequence
     * @return how many rows it changed; 0 if it failed
     */
    int update(String failure, String sql, Object... values) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int position = 0; position < values.length; position++) {
                statement.setObject(position + 1, values[position]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            DatabaseTrouble.away(e)
                    .ifPresentOrElse(away -> Log.warnf("%s (%s)", failure, away), () -> Log.warn(failure, e));
            return 0;
        }
    }
}
