package com.rocketmat.sync;

import java.time.Instant;

/** What became of a slice, and so when the tenant is due again. */
public sealed interface SliceOutcome {

    /** The run is over, or there is nothing to run: the tenant's schedule says when next. */
    record Done() implements SliceOutcome {}

    /** There is more to do; other tenants get their turn first. */
    record More() implements SliceOutcome {}

    /** Nothing can be done before this moment: the rate window is used up, or Greenhouse is out of order. */
    record Wait(Instant until) implements SliceOutcome {}

    /** Somebody has to act; until then a slow re-check. */
    record Blocked() implements SliceOutcome {}

    /** Another replica has taken the tenant while this one stood still: what it does now, and when next, is the other's business. */
    record Lost() implements SliceOutcome {}

    /** An operator has paused all tenants. */
    record Held() implements SliceOutcome {}

    /** This replica has no settings for the tenant; another may. */
    record Unknown() implements SliceOutcome {}
}
