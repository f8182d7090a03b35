package com.rocketmat.harvest;

/** The caller no longer wanted a write when it was about to be sent: it did not happen. */
public final class NotSent extends RuntimeException {

    public NotSent() {
        super("no longer wanted when it was about to be sent");
    }
}
