package com.rocketmat.schedule;

import java.time.Instant;

/**
 * When a tenant is to be run next.
 *
 * @param yields whoever is due, and does not yield, goes before it, however long this tenant waits already: a thousand backlogs are not
 *     to delay what has just come in elsewhere
 */
record Turn(Instant due, boolean yields) {

    static Turn at(Instant due) {
        return new Turn(due, false);
    }

    static Turn yielding(Instant due) {
        return new Turn(due, true);
    }
}
