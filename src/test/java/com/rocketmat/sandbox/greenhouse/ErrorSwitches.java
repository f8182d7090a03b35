package com.rocketmat.sandbox.greenhouse;

/** What is not known of the bodies of errors. */
public final class ErrorSwitches {
    public enum Bodies {
        JSON,
        TEXT,
        EMPTY
    }

    /** How a 422 tells of a wrong value, field or option. */
    public enum ValueErrors {
        FIELDS,
        TEXTS,
        NONE
    }

    private volatile Bodies unknownBodies = Bodies.JSON;
    private volatile ValueErrors valueErrors = ValueErrors.FIELDS;

    /** What a 400, a 403 and a 429 of v3 look like. */
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
