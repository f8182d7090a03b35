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

/** Ends a run that takes too long: the runtime looks at the flag between two operators. */
public final class Deadline implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(20);

    /** Looked at each tick: to wake a thread for each batch costs more than to fill its tensors. */
    private static final Set<Deadline> OPEN = ConcurrentHashMap.newKeySet();

    /** Made with the first deadline: a static initializer runs while the native image is built. */
    private static ScheduledExecutorService watch;

    private final OrtSession.RunOptions options;
    private final long end;
    private boolean rung;
    private boolean closed;

    public Deadline(Duration limit) throws OrtException {
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
            var _ = watch.scheduleWithFixedDelay(
                    () -> OPEN.forEach(Deadline::ringIfOver), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    public OrtSession.RunOptions options() {
        return options;
    }

    public boolean passed() {
        return System.nanoTime() - end >= 0;
    }

    private synchronized void ringIfOver() {
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
