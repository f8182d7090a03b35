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

/** The running slices of this replica: one that hangs in a call, for example in native code, cannot be ended, only reported. */
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

    /** How long the oldest slice has run; zero if there is none. */
    Duration oldest() {
        Instant now = clock.instant();
        return running.stream()
                .map(slice -> Duration.between(slice.since, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Not a record: two slices that started at the same time are different. */
    private static final class Running {
        private final Instant since;

        private Running(Instant since) {
            this.since = since;
        }
    }
}
