package com.rocketmat.ops;

/** The database is reachable, but would not separate tenants in its current setup, or is given too few connections to tell. */
final class UnsafeDatabase extends IllegalStateException {

    UnsafeDatabase(String message) {
        super(message);
    }
}
