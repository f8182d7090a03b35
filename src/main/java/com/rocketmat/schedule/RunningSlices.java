package com.rocketmat.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The slices under way on this replica: one that hangs in a call, native code for instance, cannot be ended, only seen. */
@Startup
@ApplicationScoped
class RunningSlices {

    static final String OLDEST = "rocketmat_oldest_slice_seconds";

    private final Clock clock;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    RunningSlices(Clock clock, MeterRegistry metrics) {
        this.clock = clock;
        metrics.gauge(OLDEST, this, slices -> slices.oldest().toSeconds());
    }

    <T> T run(Supplier<T> slice) {
        Running present = new Running(clock.instant());
        running.add(present);
        try {
            return slice.get();
        } finally {
            running.remove(present);
        }
    }

    /** How long the oldest slice has run; zero when there is none. */
    Duration oldest() {
        Instant now = clock.instant();
        return running.stream()
                .map(slice -> Duration.between(slice.since, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** No record: two that began at the same time are two. */
    private static final class Running {
        private final Instant since;

        private Running(Instant since) {
            this.since = since;
        }
    }
}
