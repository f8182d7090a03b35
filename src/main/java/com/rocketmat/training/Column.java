package com.rocketmat.training;

/** The column of a feature. */
public record Column(String name, Type type) {

    /** The type of a cell; in every type, null is a missing value. */
    public enum Type {
        /** {@code Double} */
        NUMBER,
        /** {@code Boolean} */
        FLAG,
        /** {@code Long} */
        ID,
        /** {@code String} */
        TEXT
    }
}
