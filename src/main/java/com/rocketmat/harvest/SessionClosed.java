package com.rocketmat.harvest;

/** The tenant has another credential by now, or none: work that began with the old one ends. */
public final class SessionClosed extends RuntimeException {

    public SessionClosed() {
        super("the tenant's credential was replaced or removed");
    }
}
