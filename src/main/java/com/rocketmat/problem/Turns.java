package com.rocketmat.problem;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs at most two calls at once that read a lot. At most eight more wait, for seconds, because each holds a thread. */
public final class Turns {

    private static final int MAX_RUNNING = 2;
    private static final int MAX_WAITING = 8;
    private static final int WAIT_SECONDS = 5;

    private final Semaphore permits = new Semaphore(MAX_RUNNING);
    private final String calls;

    /** @param calls their name in a refusal, in the plural */
    public Turns(String calls) {
        this.calls = calls;
    }

    public <T> T take(Supplier<T> call) {
        if (permits.getQueueLength() >= MAX_WAITING || !acquire()) {
            throw ProblemType.BUSY.passing("The maximum number of %s is running".formatted(calls), WAIT_SECONDS);
        }
        try {
            return call.get();
        } finally {
            permits.release();
        }
    }

    private boolean acquire() {
        try {
            return permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
