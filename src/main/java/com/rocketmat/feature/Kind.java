package com.rocketmat.feature;

import java.util.Locale;

/** The type of a feature's value. */
public enum Kind {
    NUMBER,
    FLAG,
    IDENTIFIER,
    TEXT,
    /** Known only when the row is seen: a custom field's own type decides. */
    ANY;

    /** As the documentation spells it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
