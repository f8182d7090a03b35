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
 * Ends a run that takes too long, by a flag that the runtime checks between two operators. If the whole process was suspended
 * meanwhile, the run gets its full time again, but only once.
 */
public final class Deadline implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(20);
    /** A tick this late means that the process was suspended. */
    private static final Duration SUSPENSION = Duration.ofSeconds(1);

    /** One thread checks all: waking a thread for each batch costs more than filling its tensors. */
    private static final Set<Deadline> OPEN = ConcurrentHashMap.newKeySet();

    /** Not a static initializer: that runs while the native image is built. */
    private static ScheduledExecutorService watchdog;

    private static long lastTick;

    private final OrtSession.RunOptions options;
    private final Duration limit;
    private volatile long end;
    private boolean extended;
    private boolean terminated;
    private boolean closed;

    public Deadline(Duration limit) throws OrtException {
        this.limit = limit;
        options = new OrtSession.RunOptions();
        end = System.nanoTime() + limit.toNanos();
        OPEN.add(this);
        startWatchdog();
    }

    /** A platform thread, because native code can occupy all carriers of virtual threads. */
    private static synchronized void startWatchdog() {
        if (watchdog == null) {
            watchdog = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("model-deadline").factory());
            lastTick = System.nanoTime();
            var _ = watchdog.scheduleWithFixedDelay(Deadline::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void tick() {
        long before = lastTick;
        lastTick = System.nanoTime();
        boolean suspended = lastTick - before > SUSPENSION.toNanos();
        OPEN.forEach(deadline -> deadline.check(suspended));
    }

    public OrtSession.RunOptions options() {
        return options;
    }

    public boolean isExpired() {
        return System.nanoTime() - end >= 0;
    }

    private synchronized void check(boolean suspended) {
        if (suspended && !extended && !terminated) {
            extended = true;
            end = System.nanoTime() + limit.toNanos();
        }
        if (closed || terminated || !isExpired()) {
            return;
        }
        try {
            terminated = true;
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
