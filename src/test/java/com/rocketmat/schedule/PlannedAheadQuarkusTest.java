package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.OneTenant;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tenants that were planned while PostgreSQL's clock was ahead, and others. */
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

    @ParameterizedTest
    @CsvSource({"15m, P1D", "15m, PT1H30M", "7d, P8D", "0 2 1 * *, P366D"})
    void oneThatIsPlannedLaterThanItsScheduleSaysIsDueAtOnce(String schedule, Duration planned) {
        plan(planned);
        look(schedule);

        // the service, which does not know the tenant, may have run it, and looks again in an hour
        assertThat(next()).isBefore(clock.instant().plus(Duration.ofMinutes(62)));
    }

    @ParameterizedTest
    @CsvSource({"15m, PT1H", "7d, P7D", "7d, P5D", "0 2 1 * *, PT8H"})
    void oneThatWaitsForItsTimeOrPausesIsLeftAsItIs(String schedule, Duration planned) {
        plan(planned);
        Instant before = next();
        look(schedule);

        assertThat(next()).isEqualTo(before);
    }

    private void plan(Duration ahead) {
        database.execute("INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                + " VALUES ('%s', '%s', now() + interval '%s', false, 1)".formatted(DueTenants.TASK, tenant, ahead));
    }

    private void look(String schedule) {
        OneTenant known = new OneTenant(
                tenant, Map.of("harvest_client_id", "id", "harvest_client_secret", "secret", "schedule", schedule));
        new PlannedAhead(nextDue, due, known.registry(), clock).makeDue();
    }

    private Instant next() {
        return nextDue.nextDue(List.of(tenant)).get(tenant);
    }
}
