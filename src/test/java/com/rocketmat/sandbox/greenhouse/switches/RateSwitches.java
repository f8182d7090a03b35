package com.rocketmat.sandbox.greenhouse.switches;

import java.time.Duration;

/** Undocumented aspects of the limits, and the length of their windows. */
public final class RateSwitches {
    /** Whole seconds; a change takes effect with the next call. */
    public volatile Duration v3Window = Duration.ofSeconds(30);

    /** Whether a call that is answered with 4xx counts too. */
    public volatile boolean refusedCallsCount = true;
}
