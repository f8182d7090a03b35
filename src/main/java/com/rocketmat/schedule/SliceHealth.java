package com.rocketmat.schedule;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Not alive once a slice hangs: it holds a worker forever, and its tenant continues only when this process is gone. Checked
 * without a worker thread, so that busy workers do not make a replica look dead.
 */
@Liveness
@ApplicationScoped
class SliceHealth implements AsyncHealthCheck {

    /** Ten times the maximum duration of a slice. */
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
