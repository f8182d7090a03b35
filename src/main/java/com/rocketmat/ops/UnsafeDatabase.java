package com.rocketmat.ops;

/** The database is reached, but would not keep tenants apart as it is. */
final class UnsafeDatabase extends IllegalStateException {

    UnsafeDatabase(String message) {
        super(message);
    }
}
