package com.rocketmat.feature;

import java.util.Locale;

/** The type of a feature's value. */
public enum Kind {
    NUMBER,
    FLAG,
    IDENTIFIER,
    TEXT,
    /** Depends on the row: the type of a custom field decides. */
    ANY;

    /** The name in the documentation. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
