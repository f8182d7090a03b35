package com.rocketmat.model.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends a run that takes too long: the runtime looks at the flag between two operators. */
public final class Deadline implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(20);

    /**
     * On a platform thread, since native code keeps the carriers of virtual ones. An executor would wake its thread for each
     * batch, which costs more than filling the tensors. Made with the first deadline: a static initializer runs while the native
     * image is built.
     */
    private static HashedWheelTimer alarms;

    private final OrtSession.RunOptions options;
    private final Timeout alarm;
    private volatile boolean passed;
    private boolean closed;

    public Deadline(Duration limit) throws OrtException {
        options = new OrtSession.RunOptions();
        alarm = alarms().newTimeout(_ -> ring(), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static synchronized HashedWheelTimer alarms() {
        if (alarms == null) {
            alarms = new HashedWheelTimer(
                    Thread.ofPlatform().daemon().name("model-deadline").factory(),
                    TICK.toMillis(),
                    TimeUnit.MILLISECONDS);
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
        alarm.cancel();
        closed = true;
        options.close();
    }
}
