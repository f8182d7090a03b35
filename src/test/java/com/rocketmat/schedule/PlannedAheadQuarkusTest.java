package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.OneTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSchedule;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Some tenants were planned or claimed while PostgreSQL's clock was ahead. */
@QuarkusTest
class PlannedAheadQuarkusTest {

    SandboxDatabase database;

    @Inject
    NextDue nextDue;

    @Inject
    DueTenants due;

    @Inject
    Clock clock;

    private final TenantId tenant = new TenantId("ahead-" + UUID.randomUUID());
    private Instant plannedAt;

    @AfterEach
    void clear() {
        database.execute("DELETE FROM scheduled_tasks WHERE task_instance = '%s'".formatted(tenant));
    }

    @ParameterizedTest
    @CsvSource({"15m, P1D", "15m, PT1H30M", "7d, P8D", "0 2 1 * *, P366D"})
    void aTenantPlannedTooLateIsMadeDue(String schedule, Duration planned) {
        plan(clock.instant().plus(planned));

        look(schedule);

        assertThat(entries("execution_time < '%s'".formatted(plannedAt))).isOne();
    }

    @ParameterizedTest
    @CsvSource({"15m, PT1H1M", "7d, P7D", "7d, PT168H30S", "7d, P5D"})
    void aTenantPlannedWithinItsScheduleStays(String schedule, Duration planned) {
        plan(clock.instant().plus(planned));

        look(schedule);

        assertThat(entries("version = 1")).isOne();
    }

    @Test
    void aTenantThatWaitsForItsCronStays() {
        plan(Spread.next(tenant, TenantSchedule.parse("0 2 1 * *", ZoneOffset.UTC), clock.instant()));

        look("0 2 1 * *");

        assertThat(entries("version = 1")).isOne();
    }

    @Test
    void anUnknownTenantStays() {
        plan(clock.instant().plus(Duration.ofDays(366)));

        look(new TenantId("another"), "15m");

        assertThat(entries("version = 1")).isOne();
    }

    @Test
    void aTenantClaimedByADeadReplicaMissesItsHeartbeats() {
        database.execute(
                "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)"
                        + " VALUES ('%s', '%s', now(), true, 'dead', now() + interval '1 day', 1)"
                                .formatted(DueTenants.TASK, tenant));

        look("15m");

        assertThat(entries("picked AND last_heartbeat < now() + interval '1 minute'"))
                .isOne();
    }

    private void plan(Instant at) {
        plannedAt = at;
        database.execute("INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                + " VALUES ('%s', '%s', '%s', false, 1)".formatted(DueTenants.TASK, tenant, at));
    }

    private void look(String schedule) {
        look(tenant, schedule);
    }

    private void look(TenantId one, String schedule) {
        OneTenant known = new OneTenant(
                one, Map.of("harvest_client_id", "id", "harvest_client_secret", "secret", "schedule", schedule));
        new PlannedAhead(nextDue, due, known.registry(), clock).makeDue();
    }

    /** The service does not know the tenant and may have postponed it since, by at most an hour. */
    private long entries(String where) {
        return database.count(
                "SELECT count(*) FROM scheduled_tasks WHERE task_instance = '%s' AND %s".formatted(tenant, where));
    }
}
