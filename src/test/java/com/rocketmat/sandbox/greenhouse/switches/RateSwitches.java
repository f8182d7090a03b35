package com.rocketmat.sandbox.greenhouse.switches;

import java.time.Duration;

/** Undocumented aspects of the limits, and the length of their windows. */
public final class RateSwitches {
    /** Which calls are counted together; recorded is only that it is not per token. */
    public enum Key {
        CREDENTIAL,
        CREDENTIAL_AND_USER
    }

    /** Whole seconds; a change takes effect with the next call. */
    public volatile Duration v3Window = Duration.ofSeconds(30);

    public volatile Key key = Key.CREDENTIAL;

    /** Whether a call that is answered with 4xx counts too. */
    public volatile boolean refusedCallsCount = true;

    /** Whether a call beyond the limit without its scope is answered with 429. */
    public volatile boolean limitBeforeScope = false;
}
