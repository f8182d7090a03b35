package com.rocketmat.training.fit.rows;

/**
 * A feature as a column of the rows.
 *
 * @param feature its name in the catalogue
 */
public record TrainingColumn(String feature, Type type) {

    public enum Type {
        /** Numbers, and flags as 1 and 0. */
        NUMBER,
        /** Texts and identifiers. */
        CATEGORY
    }
}
