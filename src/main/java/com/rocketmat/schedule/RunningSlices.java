package com.rocketmat.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The running slices of this replica: one that hangs in a call, for example in native code, cannot be ended, only reported. */
@Startup
@ApplicationScoped
class RunningSlices {

    static final String OLDEST = "rocketmat_oldest_slice_seconds";

    /** A change of the clock does not move it. */
    private final LongSupplier nanoTime;

    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    @Inject
    RunningSlices(MeterRegistry metrics) {
        this(metrics, System::nanoTime);
    }

    RunningSlices(MeterRegistry metrics, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        metrics.gauge(OLDEST, this, slices -> slices.oldest().toSeconds());
    }

    <T> T run(Supplier<T> slice) {
        Running present = new Running(nanoTime.getAsLong());
        running.add(present);
        try {
            return slice.get();
        } finally {
            running.remove(present);
        }
    }

    /** How long the oldest slice has run; zero if there is none. */
    Duration oldest() {
        long now = nanoTime.getAsLong();
        return running.stream()
                .map(slice -> Duration.ofNanos(now - slice.since))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Not a record: two slices that started at the same time are different. */
    private static final class Running {
        private final long since;

        private Running(long since) {
            this.since = since;
        }
    }
}
