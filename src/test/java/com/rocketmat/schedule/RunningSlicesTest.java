package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.tenant.FixedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("finding-A12")
class RunningSlicesTest {

    private final FixedClock clock = new FixedClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RunningSlices slices = new RunningSlices(clock, metrics);

    @Test
    void theOldestIsToldForAsLongAsItRuns() {
        assertThat(gauge()).isZero();
        slices.run(() -> {
            clock.pass(Duration.ofSeconds(40));
            slices.run(() -> {
                clock.pass(Duration.ofSeconds(2));
                assertThat(gauge()).isEqualTo(42);
                return null;
            });
            assertThat(gauge()).isEqualTo(42);
            return null;
        });
        assertThat(gauge()).isZero();
    }

    @Test
    void oneThatFailsIsOver() {
        assertThatThrownBy(() -> slices.run(() -> {
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        clock.pass(Duration.ofHours(1));
        assertThat(gauge()).isZero();
    }

    @Test
    void theReplicaIsAliveUntilOneHasRunForMoreThanFiveMinutes() {
        assertThat(health()).isEqualTo(Status.UP);
        slices.run(() -> {
            clock.pass(Duration.ofMinutes(5));
            assertThat(health()).isEqualTo(Status.UP);
            clock.pass(Duration.ofSeconds(1));
            assertThat(health()).isEqualTo(Status.DOWN);
            return null;
        });
        assertThat(health()).isEqualTo(Status.UP);
    }

    private double gauge() {
        return metrics.get(RunningSlices.OLDEST).gauge().value();
    }

    private Status health() {
        return new SliceHealth(slices).call().await().indefinitely().getStatus();
    }
}
