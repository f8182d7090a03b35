package com.rocketmat.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.rocketmat.sync.SyncConfig;
import com.rocketmat.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/**
 * db-scheduler: claims by SKIP LOCKED, heartbeats, dead replicas' tenants taken over. Task data stay empty and the instance is the
 * tenant id, so that nothing is serialised.
 */
@ApplicationScoped
class DbSchedulerDueTenants implements DueTenants {

    static final String TASK = "tenant-sync";

    /**
     * A tenant of a replica that died is taken over after four of these and at most two more, since the library looks for the dead at
     * every second heartbeat: 40 to 60 s. With 15 s it was 84 s; with the library's defaults it would be half an hour.
     */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration POLLING = Duration.ofSeconds(1);
    /** Below the pod's termination grace period; the library's default is 30 minutes. */
    private static final Duration DRAIN = Duration.ofSeconds(15);

    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final SchedulerClient client;
    private final int workers;
    private final Clock clock;
    private volatile Scheduler scheduler;

    DbSchedulerDueTenants(DataSource dataSource, SyncConfig config, Clock clock) {
        this.dataSource = dataSource;
        this.client = SchedulerClient.Builder.create(dataSource).build();
        this.workers = config.workers();
        this.clock = clock;
    }

    @Override
    public void add(TenantId tenant) {
        client.scheduleIfNotExists(new TaskInstance<>(TASK, tenant.value()), clock.instant());
    }

    @Override
    public void makeDue(TenantId tenant) {
        try {
            client.reschedule(TaskInstanceId.of(TASK, tenant.value()), clock.instant());
        } catch (TaskInstanceException e) {
            // it is being run, or gone: whoever asked for the run left the request in the position
        }
    }

    @Override
    public void remove(TenantId tenant) {
        try {
            client.cancel(TaskInstanceId.of(TASK, tenant.value()));
        } catch (TaskInstanceException e) {
            // another replica was first, or the last slice is under way and will find no settings
        }
    }

    @Override
    public void start(Runner runner) {
        CustomTask<Void> task = Tasks.custom(TASK, Void.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_A_FAULT))
                .onDeadExecutionRevive()
                .execute((instance, _) -> {
                    var next = runner.run(new TenantId(instance.getId()));
                    // the entry of a tenant that was lost is the other replica's
                    return (complete, operations) -> next.ifPresent(moment -> operations.reschedule(complete, moment));
                });
        scheduler = Scheduler.create(dataSource, task)
                .schedulerName(new SchedulerName.Fixed(replica()))
                .threads(workers)
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .pollUsingLockAndFetch(0.5, 4.0)
                .pollingInterval(POLLING)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(DRAIN)
                .failureLogging(LogLevel.WARN, false)
                .build();
        scheduler.start();
    }

    /** Heartbeats go on, so that a long pause makes nobody look dead. */
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

    @Override
    public void drain() {
        Scheduler running = scheduler;
        if (running != null) {
            running.stop();
        }
    }

    private static String replica() {
        String pod = System.getenv("POD_NAME");
        return (pod == null ? "replica" : pod) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }
}
