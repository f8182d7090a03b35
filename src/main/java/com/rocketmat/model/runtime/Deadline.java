package com.rocketmat.model.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run that takes too long: the runtime looks at the flag between two operators. The alarm is a platform thread, since native code
 * keeps the carriers of virtual ones.
 */
public final class Deadline implements AutoCloseable {

    private final OrtSession.RunOptions options;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread alarm;
    private volatile boolean passed;

    public Deadline(Duration limit) throws OrtException {
        options = new OrtSession.RunOptions();
        alarm = Thread.ofPlatform().daemon().name("model-deadline").start(() -> ring(limit));
    }

    public OrtSession.RunOptions options() {
        return options;
    }

    public boolean passed() {
        return passed;
    }

    private void ring(Duration limit) {
        try {
            if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                passed = true;
                options.setTerminate(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not end a run", e);
        }
    }

    /** Waits for the alarm, which must not touch options that are closed. */
    @Override
    public void close() {
        ended.countDown();
        boolean interrupted = false;
        while (alarm.isAlive()) {
            try {
                alarm.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        options.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
