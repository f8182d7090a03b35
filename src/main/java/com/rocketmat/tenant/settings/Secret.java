package com.rocketmat.tenant.settings;

import java.util.Objects;

/** A secret in memory: it prints as {@code ***}, and no serialiser sees it. */
public final class Secret {

    // transient, so that no mapper serialises it, regardless of its visibility settings
    private final transient String value;

    public Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    /** The secret itself, only for the header it is sent in. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
