package com.rocketmat.sandbox.greenhouse.switches;

/** Undocumented aspects of writes to an application. */
public final class WriteSwitches {
    /** The result of writing a private field that the user may not see. */
    public enum HiddenFieldWrites {
        UNPROCESSABLE,
        FORBIDDEN,
        IGNORED
    }

    public enum ExcessDecimals {
        ROUNDED,
        REFUSED
    }

    /** Whether rejected and hired applications can be written, as in v1. */
    public volatile boolean closedWritable = true;

    public volatile HiddenFieldWrites hiddenFieldWrites = HiddenFieldWrites.UNPROCESSABLE;

    /** Number of decimals that a number field keeps. */
    public volatile int decimals = 30;

    public volatile ExcessDecimals excessDecimals = ExcessDecimals.ROUNDED;
}
