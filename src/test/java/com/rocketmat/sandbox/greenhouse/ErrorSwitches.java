package com.rocketmat.sandbox.greenhouse;

/** Undocumented aspects of error bodies. */
public final class ErrorSwitches {
    public enum Bodies {
        JSON,
        TEXT,
        EMPTY
    }

    /** How a 422 reports an invalid value, field or option. */
    public enum ValueErrors {
        FIELDS,
        PATHS,
        TEXTS,
        NONE
    }

    private volatile Bodies unknownBodies = Bodies.JSON;
    private volatile ValueErrors valueErrors = ValueErrors.FIELDS;

    /** The form of v3's 400, 403 and 429. */
    public Bodies unknownBodies() {
        return unknownBodies;
    }

    public ErrorSwitches unknownBodies(Bodies value) {
        unknownBodies = value;
        return this;
    }

    public ValueErrors valueErrors() {
        return valueErrors;
    }

    public ErrorSwitches valueErrors(ValueErrors value) {
        valueErrors = value;
        return this;
    }
}
