package com.rocketmat.schedule;

import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.rocketmat.replica.Replica;
import com.rocketmat.sync.run.SyncConfig;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * db-scheduler: claims with SKIP LOCKED, heartbeats, takeover of dead replicas' tenants. Task data stays empty and the instance
 * is the tenant id, so nothing is serialised.
 */
@ApplicationScoped
class DbSchedulerDueTenants implements DueTenants {

    static final String TASK = "tenant-sync";

    /**
     * A dead replica's tenant is taken over after four to six heartbeats, because the library checks for dead executions at every
     * second one: 40 to 60 s. With 15 s it took 84 s; with the library's defaults it would take half an hour.
     */
    static final Duration HEARTBEAT = Duration.ofSeconds(10);

    static final int MISSED_HEARTBEATS = 4;
    private static final Duration POLLING = Duration.ofSeconds(1);
    /** A Greenhouse call takes at most this long; closing takes a moment longer, and everything must be done within 20 s. */
    private static final Duration DRAIN = Duration.ofSeconds(15);

    /**
     * Longer than the process lives: the library would interrupt slices and close their database connections in the middle of a
     * commit; their tenants would stay claimed until their heartbeats are missed.
     */
    private static final Duration UNINTERRUPTED = Duration.ofMinutes(5);

    private static final int DUE = Priority.MEDIUM;
    private static final int BACKLOG = Priority.LOW;

    /**
     * Not virtual: models run in native code, which blocks the carrier of other virtual threads. Daemon threads, so that one that
     * hangs cannot keep the process alive.
     */
    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("slice-", 0).factory();

    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final SchedulerClient client;
    private final int workers;
    private final Clock clock;
    private final String replica;
    private volatile Scheduler scheduler;
    private volatile Runner runner;
    private volatile Ending ending;

    private record Ending(Future<?> slices, Instant until) {}

    DbSchedulerDueTenants(DataSource dataSource, SyncConfig config, Clock clock, Replica replica) {
        this.dataSource = dataSource;
        this.client =
                SchedulerClient.Builder.create(dataSource).enablePriority().build();
        this.workers = config.workers();
        this.clock = clock;
        this.replica = replica.name();
    }

    @Override
    public void add(TenantId tenant) {
        // until its first slice ends, all of it counts as backlog
        TaskInstance<?> entry = new TaskInstance.Builder<>(TASK, tenant.value())
                .priority(BACKLOG)
                .build();
        client.scheduleIfNotExists(entry, clock.instant());
    }

    /** One that is due already keeps its place: asked for again and again, it would come last for ever. */
    @Override
    public void makeDue(TenantId tenant) {
        move(tenant, "(priority IS DISTINCT FROM ? OR execution_time > ?)");
    }

    @Override
    public void wake(TenantId tenant) {
        move(tenant, "priority = ? AND execution_time > ?");
    }

    /** The version is the library's lock: who read the entry before has to read it again. */
    private void move(TenantId tenant, String which) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE scheduled_tasks SET priority = ?, execution_time = least(execution_time, ?), version = version + 1"
                                + " WHERE task_name = ? AND task_instance = ? AND NOT picked AND " + which)) {
            update.setInt(1, DUE);
            update.setObject(2, now);
            update.setString(3, TASK);
            update.setString(4, tenant.value());
            update.setInt(5, DUE);
            update.setObject(6, now);
            update.executeUpdate();
        } catch (SQLException e) {
            Log.warn("A tenant could not be made due; it is tried again within seconds", e);
        }
    }

    @Override
    public void remove(TenantId tenant) {
        try {
            client.cancel(TaskInstanceId.of(TASK, tenant.value()));
        } catch (TaskInstanceException e) {
            // another replica was first, or the last slice is running and will find no settings
        }
    }

    @Override
    public void start(Runner runner) {
        this.runner = runner;
        CustomTask<Void> task = Tasks.custom(TASK, Void.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_A_FAULT))
                .onDeadExecution((dead, operations) -> {
                    runner.orphaned(new TenantId(dead.getExecution().getId()));
                    new DeadExecutionHandler.ReviveDeadExecution<Void>().deadExecution(dead, operations);
                })
                .execute((instance, _) -> {
                    var next = runner.run(new TenantId(instance.getId()));
                    // the row of a lost tenant belongs to the other replica
                    return (complete, operations) -> next.ifPresent(turn -> {
                        rank(instance, turn);
                        operations.reschedule(complete, turn.due());
                    });
                });
        scheduler = Scheduler.create(dataSource, task)
                .schedulerName(new SchedulerName.Fixed(replica))
                .clock(new DatabaseClock(dataSource, InstantSource.system()))
                .enablePriority()
                .threads(workers)
                .executorService(Executors.newCachedThreadPool(THREADS))
                // fetched tenants start at once, each in its own thread: no more than there are workers
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(POLLING)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(UNINTERRUPTED)
                .failureLogging(LogLevel.WARN, false)
                .build();
        scheduler.start();
    }

    private void rank(TaskInstance<?> present, Turn turn) {
        int rank = turn.yields() ? BACKLOG : DUE;
        if (rank != present.getPriority()) {
            rank(present.getId(), rank);
        }
    }

    /** The library sets a priority for new entries only; it decides what runs next, without waiting for us. */
    private void rank(String tenant, int rank) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE scheduled_tasks SET priority = ?"
                        + " WHERE task_name = ? AND task_instance = ? AND priority IS DISTINCT FROM ? AND picked")) {
            update.setInt(1, rank);
            update.setString(2, TASK);
            update.setString(3, tenant);
            update.setInt(4, rank);
            update.executeUpdate();
        } catch (SQLException e) {
            Log.warn("Cannot change the rank of a tenant; it keeps its previous one", e);
        }
    }

    /** Heartbeats continue, so that a long pause does not look like a dead replica. */
    @Override
    public void hold(boolean held) {
        Scheduler running = scheduler;
        if (running != null && running.getSchedulerState().isPaused() != held) {
            if (held) {
                running.pause();
            } else {
                running.resume();
            }
        }
    }

    /** One thread at a time: the library returns at once from a second stop, and its caller would not wait. */
    @Override
    public synchronized void stop() {
        Scheduler running = scheduler;
        if (running != null && ending == null) {
            FutureTask<?> slices = new FutureTask<>(running::stop, null);
            Thread.ofPlatform().daemon().name("drain").start(slices);
            ending = new Ending(slices, clock.instant().plus(DRAIN));
        }
    }

    @Override
    public void drain() {
        stop();
        Ending present = ending;
        if (present == null) {
            return;
        }
        try {
            Duration left = Duration.between(clock.instant(), present.until());
            present.slices().get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            giveBack(scheduler.getCurrentlyExecuting());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            Log.warn("Cannot stop the schedule cleanly", e.getCause());
        }
    }

    /** They are stuck in a call, and this process is about to end: other replicas must not wait for their heartbeats. */
    private void giveBack(List<CurrentlyExecuting> stuck) {
        Log.warnf("%d slices are stuck; releasing their tenants", stuck.size());
        try (Connection connection = dataSource.getConnection();
                PreparedStatement free = connection.prepareStatement(
                        "UPDATE scheduled_tasks SET picked = false, picked_by = NULL, last_heartbeat = NULL, version = version + 1"
                                + " WHERE task_name = ? AND task_instance = ? AND picked_by = ?")) {
            for (CurrentlyExecuting slice : stuck) {
                free.setString(1, TASK);
                free.setString(2, slice.getTaskInstance().getId());
                free.setString(3, replica);
                free.executeUpdate();
            }
        } catch (SQLException e) {
            Log.warn("Cannot release tenants; other replicas take them over after missed heartbeats", e);
        }
        stuck.forEach(slice -> orphaned(new TenantId(slice.getTaskInstance().getId())));
    }

    private void orphaned(TenantId tenant) {
        try {
            runner.orphaned(tenant);
        } catch (RuntimeException e) {
            Log.warnf(
                    e, "Cannot note that the slice of %s is cut off; its last writes are not looked at again", tenant);
        }
    }
}
