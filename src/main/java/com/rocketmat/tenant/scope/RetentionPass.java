package com.rocketmat.tenant.scope;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event, fired in one transaction over all tenants: the package that owns the rows deletes the oldest expired ones, and reports
 * how many.
 *
 * @param before only older rows are deleted
 */
public record RetentionPass(Rows rows, Instant before, AtomicLong number) {

    /** The maximum number per pass: they are locked until the transaction ends. */
    public static final int BATCH = 1_000;

    public RetentionPass(Rows rows, Instant before) {
        this(rows, before, new AtomicLong());
    }

    public void deleted(long more) {
        number.addAndGet(more);
    }

    /** Rows with a retention period of their own. */
    public enum Rows {
        RUNS,
        SCORES,
        WEBHOOKS,
        AUDIT,
        DECISIONS
    }
}
