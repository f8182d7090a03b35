package com.rocketmat.tenant.scope;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event, fired inside one transaction over all tenants: the room whose rows these are deletes the oldest of those that nobody needs any
 * more, and says how many there were.
 *
 * @param before nothing that is later is deleted
 */
public record RetentionPass(Rows rows, Instant before, AtomicLong number) {

    /** So many at most: they are held until the transaction ends. */
    public static final int BATCH = 1_000;

    public RetentionPass(Rows rows, Instant before) {
        this(rows, before, new AtomicLong());
    }

    public void deleted(long more) {
        number.addAndGet(more);
    }

    /** What is kept for a time of its own. */
    public enum Rows {
        RUNS,
        SCORES,
        AUDIT
    }
}
