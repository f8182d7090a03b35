package com.rocketmat.sandbox.greenhouse.switches;

/** Undocumented aspects of the authorisation server besides the token's own answer. */
public final class TokenSwitches {
    public enum Introspection {
        DESCRIBED,
        ACTIVE_ONLY,
        ABSENT
    }

    public volatile Introspection introspection = Introspection.DESCRIBED;
}
