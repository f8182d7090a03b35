package com.rocketmat.ops;

/** The database is reachable, but would not separate tenants in its current setup, or its pool is too small to check that. */
final class UnusableDatabase extends IllegalStateException {

    UnusableDatabase(String message) {
        super(message);
    }
}
