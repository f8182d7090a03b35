package com.rocketmat.ops;

/**
 * The database is reachable, but would not separate tenants in its current setup, is given too few connections to tell, or does not let
 * the service's role use its tables.
 */
final class UnusableDatabase extends IllegalStateException {

    UnusableDatabase(String message) {
        super(message);
    }
}
