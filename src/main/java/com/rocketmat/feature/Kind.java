package com.rocketmat.feature;

import java.util.Locale;

public enum Kind {
    NUMBER,
    /** An integer, which fits integer inputs too. */
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
