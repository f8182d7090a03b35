package com.rocketmat.sync;

import java.time.Instant;

/** The outcome of a slice, which determines when the tenant is due again. */
public sealed interface SliceOutcome {

    /** The run ended, or nothing could run: the tenant is due as scheduled, or at this moment if that is earlier. */
    record Due(Instant latest) implements SliceOutcome {

        static final Due AS_SCHEDULED = new Due(Instant.MAX);

        Due noLaterThan(Instant moment) {
            return moment.isBefore(latest) ? new Due(moment) : this;
        }
    }

    /** There is more to do, after other tenants had their turn. */
    record More() implements SliceOutcome {}

    /** Nothing can be done before this moment: the rate window is used up, or Greenhouse is failing. */
    record Wait(Instant until) implements SliceOutcome {}

    /**
     * Someone has to act; until then the tenant is re-checked slowly.
     *
     * @param perhapsOnce whether this is the first refusal, of a kind that may be a single wrong answer
     */
    record Blocked(boolean perhapsOnce) implements SliceOutcome {}

    /** Another replica took over the tenant while this one stalled, and decides what happens next. */
    record Lost() implements SliceOutcome {}

    /** This replica has no settings for the tenant, or older ones than another replica. */
    record Unknown() implements SliceOutcome {}
}
