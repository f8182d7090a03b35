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
    void isDownWhenNoTickComesAndUpAgainWithTheNextOne() {
        assertThat(told().getStatus()).isEqualTo(Status.UP);
        pass(TickHealth.STANDS_STILL);
        assertThat(told().getStatus()).isEqualTo(Status.UP);
        pass(Duration.ofSeconds(1));
        assertThat(told().getStatus()).isEqualTo(Status.DOWN);
        assertThat(told().getData().orElseThrow()).containsEntry("lastSeconds", 61L);
        health.tick();
        assertThat(told().getStatus()).isEqualTo(Status.UP);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private HealthCheckResponse told() {
        return health.call().await().indefinitely();
    }
}
