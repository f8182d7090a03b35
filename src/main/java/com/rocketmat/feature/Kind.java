package com.rocketmat.feature;

import java.util.Locale;

public enum Kind {
    NUMBER,
    /** A number without decimals, which an input of integers takes too. */
    WHOLE,
    FLAG,
    IDENTIFIER,
    TEXT,
    /** Depends on the row: the type of a custom field decides. */
    ANY;

    /** The name in the documentation. */
    String label() {
        return this == WHOLE ? NUMBER.label() : name().toLowerCase(Locale.ROOT);
    }
}
