package com.rocketmat.sandbox.greenhouse.switches;

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

    /** The form of v3's 400, 403 and 429. */
    public volatile Bodies unknownBodies = Bodies.JSON;

    public volatile ValueErrors valueErrors = ValueErrors.FIELDS;
}
