package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.tenant.FixedClock;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class DbSchedulerTest {

    private static final int UNUSED_PORT = 1;

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
