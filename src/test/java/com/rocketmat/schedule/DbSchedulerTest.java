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

    private static final int NOBODYS_PORT = 1;

    /** By the machine's they would be late, or count as late, by what its clock differs from the others'. */
    @Test
    void whatADeadReplicaRanIsDueByTheClockOfAllReplicas() {
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

    /** Each replica looks for dead ones: the library would log an error for each that another was first with. */
    @Test
    void whatAnotherReplicaTookOverFirstIsLeftToIt() {
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

    /** A replica may lose it right after its start; the library would take it for one without locks, and say so as an error. */
    @Test
    void itIsMadeWhileTheDatabaseIsAway() {
        DbScheduler scheduler = away();

        assertThatCode(() -> scheduler
                        .scheduler(scheduler.task("work").execute((_, _) -> (_, _) -> {}), "work", 1)
                        .build())
                .doesNotThrowAnyException();
    }

    /** What calls it has more to do, and asks again. */
    @Test
    void aChangeThatCannotBeMadeIsOnlyTold() {
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
        database.setPortNumbers(new int[] {NOBODYS_PORT});
        return new DbScheduler(database, "replica", new FixedClock());
    }
}
