package com.rocketmat.feature;

/** The type of a feature's value. CUSTOM and ANSWER features take the type of the field that they read. */
public enum Kind {
    NUMBER,
    FLAG,
    IDENTIFIER,
    TEXT,
    /** Known only when the row is seen: a custom field's own type decides. */
    ANY
}
