package com.rocketmat.problem;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs two at a time of calls that read a lot. Eight more wait for some seconds: each of them holds a thread. */
public final class Turns {

    private static final int AT_ONCE = 2;
    private static final int MOST_WAITING = 8;
    private static final int PATIENCE = 5;

    private final Semaphore free = new Semaphore(AT_ONCE);
    private final String calls;

    /** @param calls their name in the refusal of those that find no turn, in the plural */
    public Turns(String calls) {
        this.calls = calls;
    }

    public <T> T take(Supplier<T> call) {
        if (free.getQueueLength() >= MOST_WAITING || !begins()) {
            throw ProblemType.BUSY.passing("The maximum number of %s is running".formatted(calls), PATIENCE);
        }
        try {
            return call.get();
        } finally {
            free.release();
        }
    }

    private boolean begins() {
        try {
            return free.tryAcquire(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
