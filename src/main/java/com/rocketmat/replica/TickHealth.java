package com.rocketmat.replica;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Not alive once this replica's scheduled jobs stop. Quarkus times them by the machine's clock: when that is set back, none runs until the clock
 * has caught up. Until then Vault is not read, webhooks wait, and the lags keep their values.
 */
@Liveness
@ApplicationScoped
class TickHealth implements AsyncHealthCheck {

    /** A clock that is set back by less has caught up before a restart would be over. */
    static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private volatile long last;

    @Inject
    TickHealth() {
        // a change of the machine's clock does not move it
        this(System::nanoTime);
    }

    TickHealth(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /** Without a worker thread: busy ones, as while PostgreSQL hangs, do not make a replica look dead. */
    @Scheduled(every = "10s")
    @NonBlocking
    void tick() {
        last = nanoTime.getAsLong();
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(this::state);
    }

    private HealthCheckResponse state() {
        Duration since = Duration.ofNanos(nanoTime.getAsLong() - last);
        return HealthCheckResponse.named("ticks")
                .status(since.compareTo(MAX_PAUSE) <= 0)
                .withData("lastSeconds", since.toSeconds())
                .build();
    }
}
