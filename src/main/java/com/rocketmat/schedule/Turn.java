package com.rocketmat.schedule;

import java.time.Instant;

/**
 * When a tenant runs next.
 *
 * @param yields due tenants that do not yield run before this one, regardless of how long it has waited: a thousand backlogs must
 * not delay new applications elsewhere
 */
record Turn(Instant due, boolean yields) {

    static Turn at(Instant due) {
        return new Turn(due, false);
    }

    static Turn yielding(Instant due) {
        return new Turn(due, true);
    }
}
