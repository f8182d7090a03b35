package com.rocketmat.training;

/** The column of a feature. */
public record Column(String name, Type type) {

    /** The type of a cell; null is a cell without a value, in every type. */
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
