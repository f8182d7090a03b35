package com.rocketmat.training.fit.rows;

public record TrainingColumn(String feature, Type type) {

    public enum Type {
        /** Numbers, and flags as 1 and 0. */
        NUMBER,
        /** Texts and identifiers. */
        CATEGORY
    }
}
