package com.rocketmat.sandbox.greenhouse.fault;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests wait here before they are served, until it is opened, so that a client makes no progress meanwhile, however slow the
 * machine.
 */
public final class Gate implements Runnable, AutoCloseable {

    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();

    /** What happens to a matching request. */
    @Override
    public void run() {
        waiting.incrementAndGet();
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
    }

    public int waiting() {
        return waiting.get();
    }

    public void open() {
        opened.countDown();
    }

    /** Opens it, so that no request is left waiting after a test. */
    @Override
    public void close() {
        open();
    }
}
