package com.rocketmat.sandbox.greenhouse;

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

    private volatile boolean closedWritable = true;
    private volatile HiddenFieldWrites hiddenFieldWrites = HiddenFieldWrites.UNPROCESSABLE;
    private volatile int decimals = 30;
    private volatile ExcessDecimals excessDecimals = ExcessDecimals.ROUNDED;

    /** Whether rejected and hired applications can be written, as in v1. */
    public boolean closedWritable() {
        return closedWritable;
    }

    public WriteSwitches closedWritable(boolean value) {
        closedWritable = value;
        return this;
    }

    public HiddenFieldWrites hiddenFieldWrites() {
        return hiddenFieldWrites;
    }

    public WriteSwitches hiddenFieldWrites(HiddenFieldWrites value) {
        hiddenFieldWrites = value;
        return this;
    }

    /** Number of decimals that a number field keeps. */
    public int decimals() {
        return decimals;
    }

    public WriteSwitches decimals(int value) {
        decimals = value;
        return this;
    }

    public ExcessDecimals excessDecimals() {
        return excessDecimals;
    }

    public WriteSwitches excessDecimals(ExcessDecimals value) {
        excessDecimals = value;
        return this;
    }
}
