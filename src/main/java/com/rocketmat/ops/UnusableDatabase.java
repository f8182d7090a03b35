package com.rocketmat.ops;

/** The database is reachable, but would not separate tenants in its current setup, or is given too few connections to tell. */
final class UnusableDatabase extends IllegalStateException {

    UnusableDatabase(String message) {
        super(message);
    }
}
