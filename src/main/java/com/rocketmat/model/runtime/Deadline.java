package com.rocketmat.model.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Terminates a run that takes too long: the runtime checks the flag between operators. The timer is a platform thread, because
 * native code blocks the carriers of virtual threads.
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
            throw new IllegalStateException("ONNX Runtime cannot terminate a run", e);
        }
    }

    /** Waits for the timer, which must not touch closed options. */
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
