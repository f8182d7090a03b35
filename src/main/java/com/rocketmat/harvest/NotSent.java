package com.rocketmat.harvest;

/** The caller no longer wanted a write right before it was sent; nothing was written. */
public final class NotSent extends RuntimeException {

    public NotSent() {
        super("not sent, because it was no longer wanted");
    }
}
