package com.rocketmat.schedule;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Not alive once a slice hangs: it holds one of the workers for good, and its tenant goes on only when this process is gone. Told
 * without a worker thread, so that busy ones make no replica look dead.
 */
@Liveness
@ApplicationScoped
class SliceHealth implements AsyncHealthCheck {

    /** Ten times as long as a slice takes at most. */
    static final Duration HANGS = Duration.ofMinutes(5);

    private final RunningSlices slices;

    SliceHealth(RunningSlices slices) {
        this.slices = slices;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(this::state);
    }

    private HealthCheckResponse state() {
        Duration oldest = slices.oldest();
        return HealthCheckResponse.named("slices")
                .status(oldest.compareTo(HANGS) <= 0)
                .withData("oldestSeconds", oldest.toSeconds())
                .build();
    }
}
