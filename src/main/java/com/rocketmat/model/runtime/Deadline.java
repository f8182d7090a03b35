package com.rocketmat.model.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run that takes too long, by a flag that the runtime checks between two operators. Time is counted in ticks, not by the clock:
 * while the process is suspended, it neither runs nor ticks.
 */
public final class Deadline implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(20);

    /** One thread checks all: waking a thread for each batch costs more than filling its tensors. */
    private static final Set<Deadline> OPEN = ConcurrentHashMap.newKeySet();

    /** Not a static initializer: that runs while the native image is built. */
    private static ScheduledExecutorService watchdog;

    private final OrtSession.RunOptions options;
    private volatile long ticksLeft;
    private boolean closed;

    public Deadline(Duration limit) throws OrtException {
        startWatchdog();
        options = new OrtSession.RunOptions();
        ticksLeft = Math.max(0, Math.ceilDiv(limit.toNanos(), TICK.toNanos()));
        options.setTerminate(ticksLeft == 0);
        OPEN.add(this);
    }

    /** A platform thread, because native code can occupy all carriers of virtual threads. */
    private static synchronized void startWatchdog() {
        if (watchdog == null) {
            ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("model-deadline").factory());
            var _ = ticking.scheduleWithFixedDelay(
                    () -> OPEN.forEach(Deadline::tick), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
            // not before: if there is no thread for it now, the next deadline tries again
            watchdog = ticking;
        }
    }

    public OrtSession.RunOptions options() {
        return options;
    }

    public boolean isExpired() {
        return ticksLeft == 0;
    }

    private synchronized void tick() {
        if (closed || isExpired() || --ticksLeft > 0) {
            return;
        }
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            // rethrown, it would stop the watchdog of all runs
            Log.warnf("Cannot end a run that takes too long (%s); letting it finish", e.getCode());
        }
    }

    /** Synchronized, because the watchdog must not touch closed options. */
    @Override
    public synchronized void close() {
        OPEN.remove(this);
        closed = true;
        options.close();
    }
}
