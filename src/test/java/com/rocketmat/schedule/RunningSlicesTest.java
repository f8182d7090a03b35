package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("finding-A12")
class RunningSlicesTest {

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RunningSlices slices = new RunningSlices(metrics, nanoTime::get);

    @Test
    void theOldestIsToldForAsLongAsItRuns() {
        assertThat(gauge()).isZero();
        slices.run(() -> {
            pass(Duration.ofSeconds(40));
            slices.run(() -> {
                pass(Duration.ofSeconds(2));
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
        pass(Duration.ofHours(1));
        assertThat(gauge()).isZero();
    }

    @Test
    void theReplicaIsAliveUntilOneHasRunForMoreThanFiveMinutes() {
        assertThat(health()).isEqualTo(Status.UP);
        slices.run(() -> {
            pass(Duration.ofMinutes(5));
            assertThat(health()).isEqualTo(Status.UP);
            pass(Duration.ofSeconds(1));
            assertThat(health()).isEqualTo(Status.DOWN);
            return null;
        });
        assertThat(health()).isEqualTo(Status.UP);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private double gauge() {
        return metrics.get(RunningSlices.OLDEST).gauge().value();
    }

    private Status health() {
        return new SliceHealth(slices).call().await().indefinitely().getStatus();
    }
}
