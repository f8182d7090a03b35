package com.rocketmat.tenant.settings;

import java.util.Optional;

/**
 * What a tenant's own model is trained to predict.
 *
 * @param stage the name of a stage that an application reached; empty for whether it was hired
 */
public record TrainingLabel(Optional<String> stage) {

    public static final TrainingLabel HIRED = new TrainingLabel(Optional.empty());

    private static final String NAME = "hired";
    private static final String STAGE = "stage:";

    /**
     * Reads the text of the secret.
     *
     * @throws IllegalArgumentException if it is neither {@code hired} nor {@code stage:<name>}
     */
    static TrainingLabel parse(String text) {
        if (text.equals(NAME)) {
            return HIRED;
        }
        String stage = text.startsWith(STAGE) ? text.substring(STAGE.length()).strip() : "";
        if (stage.isEmpty()) {
            throw new IllegalArgumentException();
        }
        return new TrainingLabel(Optional.of(stage));
    }

    /** As in the secret. */
    public String text() {
        return stage.map(STAGE::concat).orElse(NAME);
    }
}
