package com.rocketmat.schedule;

import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.rocketmat.replica.Replica;
import com.rocketmat.sync.run.SyncConfig;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantOrphaned;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * The tenants and when each is due, in db-scheduler: one entry per tenant, at most one slice of it at a time on all replicas,
 * tenants with a backlog last. Task data stays empty and the instance is the tenant id, so nothing is serialised.
 */
@ApplicationScoped
class DueTenants {

    static final String TASK = "tenant-sync";

    private static final Duration POLLING = Duration.ofSeconds(1);
    /** Few Greenhouse calls take longer; closing takes a moment longer, and everything must be done within 20 s. */
    private static final Duration DRAIN = Duration.ofSeconds(15);

    private static final int DUE = Priority.MEDIUM;
    private static final int BACKLOG = Priority.LOW;

    private final DbScheduler library;
    private final SchedulerClient client;
    private final int workers;
    private final Clock clock;
    private volatile Scheduler scheduler;
    private volatile Consumer<TenantOrphaned> orphaned;
    private volatile Ending ending;

    /** @param until by {@link System#nanoTime}, which a change of the clock does not move */
    private record Ending(Thread slices, long until) {}

    DueTenants(DataSource dataSource, SyncConfig config, Clock clock, Replica replica) {
        this.library = new DbScheduler(dataSource, replica.name(), clock);
        this.client = SchedulerClient.Builder.create(dataSource)
                .jdbcCustomization(DbScheduler.POSTGRESQL)
                .enablePriority()
                .build();
        this.workers = config.workers();
        this.clock = clock;
    }

    /** Adds the tenant, due now, unless it exists; it counts as having a backlog, since nothing of it has been processed. */
    void add(TenantId tenant) {
        TaskInstance<?> entry = new TaskInstance.Builder<>(TASK, tenant.value())
                .priority(BACKLOG)
                .build();
        client.scheduleIfNotExists(entry, clock.instant());
    }

    /**
     * Makes the tenants due now, ahead of all with a backlog; a running tenant is not changed. One that is already due keeps its
     * place, or repeated requests would put it last for ever.
     */
    void makeDue(Collection<TenantId> tenants) {
        move(tenants, "(priority IS DISTINCT FROM ? OR execution_time > ?)");
    }

    /** Makes the tenants due now, except those that run, or {@linkplain Turn#yielding wait} for what stopped their last slice. */
    void makeDueUnlessWaiting(Collection<TenantId> tenants) {
        move(tenants, "priority = ? AND execution_time > ?");
    }

    /**
     * The version is the library's optimistic lock: a replica that read the entry before has to read it again. An entry that is locked, for
     * example by a purge, is skipped: the caller has other tenants to look after, and tries again.
     */
    private void move(Collection<TenantId> tenants, String which) {
        if (tenants.isEmpty()) {
            return;
        }
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        library.update(
                "Cannot make tenants due; trying again within seconds",
                "UPDATE scheduled_tasks SET priority = ?, execution_time = least(execution_time, ?), version = version + 1"
                        + " WHERE task_name = ? AND task_instance = ANY (ARRAY(SELECT task_instance FROM scheduled_tasks"
                        + " WHERE task_name = ? AND task_instance = ANY (?) AND NOT picked AND " + which
                        + " FOR UPDATE SKIP LOCKED))",
                DUE,
                now,
                TASK,
                TASK,
                tenants.stream().map(TenantId::value).toArray(String[]::new),
                DUE,
                now);
    }

    void correctHeartbeats() {
        library.correctHeartbeats("scheduled_tasks", TASK);
    }

    void remove(TenantId tenant) {
        try {
            client.cancel(TaskInstanceId.of(TASK, tenant.value()));
        } catch (TaskInstanceException e) {
            // another replica was first, or a last slice is running and will find no settings
        }
    }

    /**
     * @param run runs a tenant, and returns when it is due next; empty if another replica decides that
     * @param isGone whether a replica whose heartbeats were missed is really gone
     * @param orphaned takes the tenant before it can run again
     */
    void start(Function<TenantId, Optional<Turn>> run, Predicate<String> isGone, Consumer<TenantOrphaned> orphaned) {
        this.orphaned = orphaned;
        scheduler = library.scheduler(task(run, isGone, orphaned), "slice-", workers)
                .enablePriority()
                .pollingInterval(POLLING)
                .build();
        scheduler.start();
    }

    CustomTask<Void> task(
            Function<TenantId, Optional<Turn>> run, Predicate<String> isGone, Consumer<TenantOrphaned> orphaned) {
        return library.task(TASK)
                .onDeadExecution((dead, _) -> {
                    Execution lost = dead.getExecution();
                    // before it can run again: a second death would count against its model
                    library.takeOver(
                            "scheduled_tasks",
                            lost,
                            () -> orphaned.accept(
                                    new TenantOrphaned(new TenantId(lost.getId()), isGone.test(lost.pickedBy))));
                })
                .execute((instance, _) -> {
                    var next = run.apply(new TenantId(instance.getId()));
                    // the entry of a lost tenant belongs to the other replica
                    return (complete, operations) -> next.ifPresent(turn -> {
                        rank(instance, turn);
                        operations.reschedule(complete, turn.due());
                    });
                });
    }

    /** The library sets a priority for new entries only. */
    private void rank(TaskInstance<?> present, Turn turn) {
        int rank = turn.yields() ? BACKLOG : DUE;
        if (rank == present.getPriority()) {
            return;
        }
        library.update(
                "Cannot change the rank of a tenant; it keeps its previous one",
                "UPDATE scheduled_tasks SET priority = ?"
                        + " WHERE task_name = ? AND task_instance = ? AND priority IS DISTINCT FROM ? AND picked",
                rank,
                TASK,
                present.getId(),
                rank);
    }

    /**
     * Stops or resumes taking tenants; running slices are not affected. Heartbeats continue, so that a long pause does not look like
     * a dead replica.
     */
    void setPaused(boolean paused) {
        Scheduler running = scheduler;
        if (running != null && running.getSchedulerState().isPaused() != paused) {
            if (paused) {
                running.pause();
            } else {
                running.resume();
            }
        }
    }

    /**
     * Stops taking tenants for good; returns at once and may be repeated. One thread at a time: the library returns at once from a
     * second stop, and its caller would not wait.
     */
    void stop() {
        stop(DRAIN);
    }

    synchronized void stop(Duration drain) {
        Scheduler running = scheduler;
        if (running != null && ending == null) {
            ending = new Ending(DbScheduler.stop(running, "drain"), System.nanoTime() + drain.toNanos());
        }
    }

    /**
     * Stops if necessary, and waits for the running slices until some seconds after the {@linkplain #stop() stop}. Tenants of
     * stuck slices are then free for other replicas.
     */
    void drain() {
        stop();
        Ending present = ending;
        if (present != null
                && !DbScheduler.ended(present.slices(), Duration.ofNanos(present.until() - System.nanoTime()))) {
            giveBack(scheduler.getCurrentlyExecuting());
        }
    }

    /** They are stuck in a call, and this process is about to end: other replicas must not wait for their heartbeats. */
    private void giveBack(List<CurrentlyExecuting> stuck) {
        Log.warnf("%d slices are stuck; releasing their tenants", stuck.size());
        List<String> reported = new ArrayList<>();
        try {
            // first: the replica that takes a tenant over has to know of it
            for (CurrentlyExecuting slice : stuck) {
                String tenant = slice.getTaskInstance().getId();
                orphaned.accept(new TenantOrphaned(new TenantId(tenant), true));
                reported.add(tenant);
            }
        } catch (RuntimeException e) {
            // at the first failure: each waits for the database, and this process is about to be killed
            Log.warnf(
                    e,
                    "Cannot record that %d slices were cut off; other replicas take their tenants over after missed heartbeats",
                    stuck.size() - reported.size());
        }
        if (reported.isEmpty()) {
            return;
        }
        library.update(
                "Cannot release tenants; other replicas take them over after missed heartbeats",
                "UPDATE scheduled_tasks SET " + DbScheduler.RELEASE + "task_instance = ANY (?) AND picked_by = ?",
                TASK,
                reported.toArray(String[]::new),
                library.replica());
    }
}
