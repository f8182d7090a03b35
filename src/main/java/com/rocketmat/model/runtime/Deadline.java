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
 * Ends a run that takes too long: the runtime looks at the flag between two operators. A run that had no time, because the whole
 * process was suspended meanwhile, gets all of it again, and only once.
 */
public final class Deadline implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(20);
    /** A look that comes so late shows that the process was suspended. */
    private static final Duration SUSPENDED = Duration.ofSeconds(1);

    /** Looked at each tick: to wake a thread for each batch costs more than to fill its tensors. */
    private static final Set<Deadline> OPEN = ConcurrentHashMap.newKeySet();

    /** Made with the first deadline: a static initializer runs while the native image is built. */
    private static ScheduledExecutorService watch;

    private static long looked;

    private final OrtSession.RunOptions options;
    private final Duration limit;
    private volatile long end;
    private boolean begunAgain;
    private boolean rung;
    private boolean closed;

    public Deadline(Duration limit) throws OrtException {
        this.limit = limit;
        options = new OrtSession.RunOptions();
        end = System.nanoTime() + limit.toNanos();
        OPEN.add(this);
        startWatch();
    }

    /** One platform thread, since native code keeps the carriers of virtual ones. */
    private static synchronized void startWatch() {
        if (watch == null) {
            watch = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("model-deadline").factory());
            looked = System.nanoTime();
            var _ = watch.scheduleWithFixedDelay(Deadline::look, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void look() {
        long before = looked;
        looked = System.nanoTime();
        boolean suspended = looked - before > SUSPENDED.toNanos();
        OPEN.forEach(deadline -> deadline.look(suspended));
    }

    public OrtSession.RunOptions options() {
        return options;
    }

    public boolean passed() {
        return System.nanoTime() - end >= 0;
    }

    private synchronized void look(boolean suspended) {
        if (suspended && !begunAgain && !rung) {
            begunAgain = true;
            end = System.nanoTime() + limit.toNanos();
        }
        if (closed || rung || !passed()) {
            return;
        }
        try {
            rung = true;
            options.setTerminate(true);
        } catch (OrtException e) {
            // thrown, it would end the watch over all other runs
            Log.warnf("ONNX Runtime refuses to end a run that takes too long (%s); it goes on to its end", e.getCode());
        }
    }

    /** The watch must not touch options that are closed. */
    @Override
    public synchronized void close() {
        OPEN.remove(this);
        closed = true;
        options.close();
    }
}
