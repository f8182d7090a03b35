package com.rocketmat.training.fit.rows;

/** The column of a feature, in exported tables and in the rows of a trainer. */
public record TrainingColumn(String feature, Type type) {

    /** The type of an exported cell; in every type, null is a missing value. */
    public enum Type {
        /** {@code Double} */
        NUMBER,
        /** {@code Boolean}; a trainer gets 1 or 0 */
        FLAG,
        /** {@code Long} */
        ID,
        /** {@code String} */
        TEXT;

        /** Whether a trainer gets texts instead of numbers. Not a method of the record, where JSON would take it for a component. */
        public boolean isCategory() {
            return this == ID || this == TEXT;
        }
    }
}
