package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.tenant.FixedClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class DbSchedulerTest {

    private static final int UNUSED_PORT = 1;

    /** A machine's own clock may differ from the others'. */
    @Test
    void aDeadReplicasWorkIsDueByTheSharedClock() {
        FixedClock clock = new FixedClock();
        Task<Void> task = new DbScheduler(null, "replica", clock).task("work").execute((_, _) -> (_, _) -> {});
        List<Instant> due = new ArrayList<>();
        ExecutionOperations<Void> operations = new ExecutionOperations<>(null, null, null) {
            @Override
            public void reschedule(ExecutionComplete dead, Instant time) {
                due.add(time);
            }
        };

        task.getDeadExecutionHandler().deadExecution(null, operations);

        assertThat(due).containsExactly(clock.instant());
    }

    /** Otherwise the library would log an error for each execution that another replica took over first. */
    @Test
    void workThatAnotherReplicaTookOverIsSkipped() {
        Execution dead = new Execution(Instant.EPOCH, new TaskInstance<>("work", "acme"));
        ExecutionOperations<Void> operations = new ExecutionOperations<>(null, null, null) {
            @Override
            public void reschedule(ExecutionComplete complete, Instant time) {
                throw new ExecutionException("Expected one execution to be updated, but updated 0.", dead);
            }
        };
        Task<Void> task =
                new DbScheduler(null, "replica", new FixedClock()).task("work").execute((_, _) -> (_, _) -> {});

        assertThatCode(() -> task.getDeadExecutionHandler()
                        .deadExecution(ExecutionComplete.failure(dead, Instant.EPOCH, Instant.EPOCH, null), operations))
                .doesNotThrowAnyException();
    }

    /** Otherwise the library would log an error, and assume a database without locks. */
    @Test
    void itCanBeBuiltWhileTheDatabaseIsAway() {
        DbScheduler scheduler = away();

        assertThatCode(() -> scheduler
                        .scheduler(scheduler.task("work").execute((_, _) -> (_, _) -> {}), "work", 1)
                        .build())
                .doesNotThrowAnyException();
    }

    /** The caller continues, and tries again. */
    @Test
    void aFailedChangeIsOnlyLogged() {
        try (LogTap log = new LogTap(DbScheduler.class)) {
            away().update("Cannot change the schedule", "DELETE FROM scheduled_tasks");

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.text())
                            .contains("Cannot change the schedule (SQLSTATE 08001)")
                            .doesNotContain("\tat "));
        }
    }

    private static DbScheduler away() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setPortNumbers(new int[] {UNUSED_PORT});
        return new DbScheduler(database, "replica", new FixedClock());
    }
}
