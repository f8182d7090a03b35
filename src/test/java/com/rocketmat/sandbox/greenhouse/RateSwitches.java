package com.rocketmat.sandbox.greenhouse;

import java.time.Duration;

/** Undocumented aspects of the limits, and the length of their windows. */
public final class RateSwitches {
    /** Which calls are counted together; recorded is only that it is not per token. */
    public enum Key {
        CREDENTIAL,
        CREDENTIAL_AND_USER
    }

    private volatile Duration v3Window = Duration.ofSeconds(30);
    private volatile Duration v1Window = Duration.ofSeconds(10);
    private volatile Key key = Key.CREDENTIAL;
    private volatile boolean refusedCallsCount = true;
    private volatile boolean limitBeforeScope = false;

    /** Whole seconds; a change takes effect with the next call. */
    public Duration v3Window() {
        return v3Window;
    }

    public RateSwitches v3Window(Duration value) {
        v3Window = value;
        return this;
    }

    public Duration v1Window() {
        return v1Window;
    }

    public RateSwitches v1Window(Duration value) {
        v1Window = value;
        return this;
    }

    public Key key() {
        return key;
    }

    public RateSwitches key(Key value) {
        key = value;
        return this;
    }

    /** Whether a call that is answered with 4xx counts too. */
    public boolean refusedCallsCount() {
        return refusedCallsCount;
    }

    public RateSwitches refusedCallsCount(boolean value) {
        refusedCallsCount = value;
        return this;
    }

    /** Whether a call beyond the limit without its scope is answered with 429. */
    public boolean limitBeforeScope() {
        return limitBeforeScope;
    }

    public RateSwitches limitBeforeScope(boolean value) {
        limitBeforeScope = value;
        return this;
    }
}
