package com.rocketmat.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class TickHealthTest {

    private final AtomicLong now = new AtomicLong(-42);
    private final TickHealth health = new TickHealth(now::get);

    @Test
    void isDownWithoutATickAndUpAfterTheNext() {
        assertThat(state().getStatus()).isEqualTo(Status.UP);
        pass(TickHealth.MAX_PAUSE);
        assertThat(state().getStatus()).isEqualTo(Status.UP);
        pass(Duration.ofSeconds(1));
        assertThat(state().getStatus()).isEqualTo(Status.DOWN);
        assertThat(state().getData().orElseThrow()).containsEntry("lastSeconds", 61L);
        health.tick();
        assertThat(state().getStatus()).isEqualTo(Status.UP);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private HealthCheckResponse state() {
        return health.call().await().indefinitely();
    }
}
