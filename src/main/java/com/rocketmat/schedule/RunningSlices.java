package com.rocketmat.schedule;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The running slices of this replica: one that hangs in a call, for example in native code, cannot be ended, only reported. */
// created at start, so that its metrics exist: while one is missing the autoscaler does not remove replicas
@Startup
@ApplicationScoped
class RunningSlices {

    /** The autoscaler keeps this below the number of workers. */
    static final String BUSY = "rocketmat_busy_workers";

    static final String OLDEST = "rocketmat_oldest_slice_seconds";

    private final LongTaskTimer running;

    @Inject
    RunningSlices(MeterRegistry metrics) {
        this(metrics, Clock.SYSTEM);
    }

    RunningSlices(MeterRegistry metrics, Clock clock) {
        // of these only the gauges are shown
        running = LongTaskTimer.builder("slices").register(new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock));
        metrics.gauge(BUSY, running, LongTaskTimer::activeTasks);
        metrics.gauge(OLDEST, this, slices -> slices.oldest().toSeconds());
    }

    <T> T run(Supplier<T> slice) {
        return running.record(slice);
    }

    /** How long the oldest slice has run; zero if there is none. */
    Duration oldest() {
        return Duration.ofNanos((long) running.max(TimeUnit.NANOSECONDS));
    }
}
