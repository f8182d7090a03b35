package com.rocketmat.sandbox.greenhouse;

/** Undocumented aspects of the authorisation server besides the token's own answer. */
public final class TokenSwitches {
    public enum Introspection {
        DESCRIBED,
        ACTIVE_ONLY,
        ABSENT
    }

    /** POST /auth/token, which created v3 tokens from v1 keys: removed, or with expires in one of two formats. */
    public enum Transitional {
        GONE,
        EXPIRES_ISO,
        EXPIRES_EPOCH
    }

    private volatile Introspection introspection = Introspection.DESCRIBED;
    private volatile Transitional transitional = Transitional.GONE;

    public Introspection introspection() {
        return introspection;
    }

    public TokenSwitches introspection(Introspection value) {
        introspection = value;
        return this;
    }

    public Transitional transitional() {
        return transitional;
    }

    public TokenSwitches transitional(Transitional value) {
        transitional = value;
        return this;
    }
}
