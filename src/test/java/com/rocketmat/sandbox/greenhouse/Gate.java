package com.rocketmat.sandbox.greenhouse;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests wait at it before they are served, until it is opened: nothing a client is at moves meanwhile, however slow the machine. */
public final class Gate implements Runnable, AutoCloseable {

    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();

    /** What happens to a request of a rule. */
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

    /** How many requests wait now. */
    public int waiting() {
        return waiting.get();
    }

    public void open() {
        opened.countDown();
    }

    /** Opens it: nobody is left waiting after a test. */
    @Override
    public void close() {
        open();
    }
}
