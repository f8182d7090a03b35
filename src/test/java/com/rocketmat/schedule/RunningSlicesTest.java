package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("finding-A12")
class RunningSlicesTest {

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RunningSlices slices = new RunningSlices(metrics, clock);

    @Test
    void eachIsABusyWorkerAndTheOldestIsMeasured() {
        assertThat(oldest()).isZero();
        assertThat(busy()).isZero();
        slices.run(() -> {
            clock.add(Duration.ofSeconds(40));
            slices.run(() -> {
                clock.add(Duration.ofSeconds(2));
                assertThat(oldest()).isEqualTo(42);
                assertThat(busy()).isEqualTo(2);
                return null;
            });
            assertThat(oldest()).isEqualTo(42);
            assertThat(busy()).isEqualTo(1);
            return null;
        });
        assertThat(oldest()).isZero();
        assertThat(busy()).isZero();
    }

    @Test
    void aFailedSliceIsOver() {
        assertThatThrownBy(() -> slices.run(() -> {
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        clock.add(Duration.ofHours(1));
        assertThat(oldest()).isZero();
    }

    @Test
    void theReplicaIsDownOnceASliceRunsForMoreThanFiveMinutes() {
        assertThat(health()).isEqualTo(Status.UP);
        slices.run(() -> {
            clock.add(Duration.ofMinutes(5));
            assertThat(health()).isEqualTo(Status.UP);
            clock.add(Duration.ofSeconds(1));
            assertThat(health()).isEqualTo(Status.DOWN);
            return null;
        });
        assertThat(health()).isEqualTo(Status.UP);
    }

    private double oldest() {
        return metrics.get(RunningSlices.OLDEST).gauge().value();
    }

    private double busy() {
        return metrics.get(RunningSlices.BUSY).gauge().value();
    }

    private Status health() {
        return new SliceHealth(slices).call().await().indefinitely().getStatus();
    }
}
