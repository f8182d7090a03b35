package com.rocketmat.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.rocketmat.replica.Replica;
import com.rocketmat.replica.Replicas;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantPurge;
import com.rocketmat.tenant.vault.VaultContact;
import com.rocketmat.training.job.TrainingRunner;
import com.rocketmat.training.job.TrainingWorkers;
import com.rocketmat.training.job.Trainings;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/**
 * Runs open trainings on replicas that train: db-scheduler with its own table and threads, so that a training never takes a slice's
 * place. A training whose replica died is taken over like a slice, and starts again from the beginning.
 */
@ApplicationScoped
class TrainingScheduler {

    private static final String TASK = "tenant-training";
    private static final String TABLE = "training_task";
    private static final Duration POLLING = Duration.ofSeconds(2);
    /** A training checks once a second whether it may continue, and was told to end seconds before, unless it waits for a call. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final DbScheduler library;
    private final SchedulerClient client;
    private final TrainingRunner runner;
    private final Trainings trainings;
    private final TrainingWorkers workers;
    private final VaultContact vault;
    private final Replicas replicas;
    private final Clock clock;
    private final CountDownLatch draining = new CountDownLatch(1);
    private Scheduler scheduler;

    TrainingScheduler(
            DataSource dataSource,
            TrainingRunner runner,
            Trainings trainings,
            TrainingWorkers workers,
            VaultContact vault,
            Replicas replicas,
            Clock clock,
            Replica replica) {
        this.library = new DbScheduler(dataSource, replica.name(), clock);
        this.client = SchedulerClient.Builder.create(dataSource)
                .jdbcCustomization(DbScheduler.POSTGRESQL)
                .tableName(TABLE)
                .build();
        this.runner = runner;
        this.trainings = trainings;
        this.workers = workers;
        this.vault = vault;
        this.replicas = replicas;
        this.clock = clock;
    }

    /** Also while the training runs: it ends once its row is gone. */
    void on(@Observes TenantPurge purge) {
        purge.deleteWhere("task_instance", TABLE);
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void startWhenTenantsAreKnown() {
        if (scheduler == null && workers.number() > 0 && draining.getCount() > 0 && vault.everLoaded()) {
            scheduler = scheduler();
            scheduler.start();
            Log.infof("Training up to %d models at once", workers.number());
        }
    }

    /**
     * On every replica, since no replica that trains may be left: then a training waits in the schedule, and an alert fires, until it is
     * cancelled.
     */
    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void followTrainings() {
        trainings.unscheduleEnded(TASK);
        List<TenantId> added = trainings.unscheduled();
        added.forEach(tenant -> client.scheduleIfNotExists(new TaskInstance<>(TASK, tenant.value()), clock.instant()));
        Scheduler running = running();
        if (running != null && !added.isEmpty()) {
            running.triggerCheckForDueExecutions();
        }
    }

    /** On every replica, too. */
    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    void requeueOrphans() {
        trainings.requeueOrphans(replicas::gone);
    }

    /** Of a time when PostgreSQL's clock was ahead. */
    @Scheduled(every = "5m", delayed = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    void correctTimes() {
        library.correctHeartbeats(TABLE, TASK);
        // none waits longer than a minute
        library.update(
                "Cannot make trainings due that were planned too late; trying again within minutes",
                "UPDATE training_task SET execution_time = statement_timestamp(), version = version + 1 WHERE task_name = ?"
                        + " AND NOT picked AND execution_time > statement_timestamp() + interval '5 minutes'",
                TASK);
    }

    private Scheduler scheduler() {
        return library.scheduler(task(), "training-", workers.number())
                .tableName(TABLE)
                .pollingInterval(POLLING)
                .build();
    }

    CustomTask<Void> task() {
        return library.task(TASK)
                .onDeadExecution((dead, _) -> {
                    Execution lost = dead.getExecution();
                    // before it can start again: a training that is still marked as running then counts as a death of
                    // its replica
                    library.takeOver(TABLE, lost, () -> {
                        if (!replicas.gone(lost.pickedBy)) {
                            trainings.requeueCutOff(new TenantId(lost.getId()));
                        }
                    });
                })
                .execute((instance, _) -> {
                    var next = runner.run(new TenantId(instance.getId()), draining);
                    return (complete, operations) -> next.ifPresentOrElse(
                            wait -> operations.reschedule(
                                    complete, clock.instant().plus(wait)),
                            () -> remove(instance.getId()));
                });
    }

    /** Not with the library, which fails if a purge was first. */
    private void remove(String tenant) {
        library.update(
                "Cannot remove an ended training from the schedule; it will be claimed again and removed then",
                "DELETE FROM training_task WHERE task_name = ? AND task_instance = ? AND picked_by = ?",
                TASK,
                tenant,
                library.replica());
    }

    void on(@Observes ShutdownDelayInitiatedEvent event) {
        draining.countDown();
    }

    void on(@Observes ShutdownEvent event) {
        draining.countDown();
        Scheduler running = running();
        if (running != null && !DbScheduler.ended(DbScheduler.stop(running, "training-drain"), DRAIN)) {
            giveBack();
        }
    }

    /** In this order: a released training that is still marked as running counts as a death of this replica. */
    private void giveBack() {
        Log.warnf("A training did not end within %d s; releasing it", DRAIN.toSeconds());
        try {
            trainings.requeueOf(library.replica());
        } catch (RuntimeException e) {
            Log.warn("Cannot release a training; another replica takes it over after missed heartbeats", e);
            return;
        }
        library.update(
                "Cannot release a training; another replica takes it over after missed heartbeats",
                "UPDATE training_task SET " + DbScheduler.RELEASE + "picked_by = ?",
                TASK,
                library.replica());
    }

    private synchronized Scheduler running() {
        return scheduler;
    }
}
