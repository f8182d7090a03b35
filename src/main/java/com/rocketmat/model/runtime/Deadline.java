package com.rocketmat.model.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends a run that takes too long: the runtime looks at the flag between two operators. */
public final class Deadline implements AutoCloseable {

    /** Made with the first deadline: a static initializer runs while the native image is built. */
    private static ScheduledThreadPoolExecutor alarms;

    private final OrtSession.RunOptions options;
    private final Future<?> alarm;
    private volatile boolean passed;
    private boolean closed;

    public Deadline(Duration limit) throws OrtException {
        options = new OrtSession.RunOptions();
        alarm = alarms().schedule(this::ring, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One platform thread, since native code keeps the carriers of virtual ones. */
    private static synchronized ScheduledThreadPoolExecutor alarms() {
        if (alarms == null) {
            alarms = new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("model-deadline").factory());
            alarms.setRemoveOnCancelPolicy(true);
        }
        return alarms;
    }

    public OrtSession.RunOptions options() {
        return options;
    }

    public boolean passed() {
        return passed;
    }

    private synchronized void ring() {
        if (closed) {
            return;
        }
        try {
            passed = true;
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not end a run", e);
        }
    }

    /** The alarm must not touch options that are closed. */
    @Override
    public synchronized void close() {
        alarm.cancel(false);
        closed = true;
        options.close();
    }
}
