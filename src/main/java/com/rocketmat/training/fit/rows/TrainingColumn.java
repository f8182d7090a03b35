package com.rocketmat.training.fit.rows;

import io.quarkus.runtime.annotations.RegisterForReflection;

@RegisterForReflection
public record TrainingColumn(String feature, Type type) {

    public enum Type {
        /** Numbers, and flags as 1 and 0. */
        NUMBER,
        /** Texts and identifiers. */
        CATEGORY
    }
}
