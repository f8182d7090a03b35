package com.rocketmat.harvest;

/** The tenant's credential was replaced or removed: work that started with the old one ends. */
public final class SessionClosed extends RuntimeException {

    public SessionClosed() {
        super("the tenant's credential was replaced or removed");
    }
}
