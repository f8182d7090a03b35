package com.rocketmat.tenant.settings;

import java.util.Optional;

/** What a tenant's own model is trained to predict: that an application reached {@code stage}, or was hired if that is empty. */
public record TrainingLabel(Optional<String> stage) {

    public static final TrainingLabel HIRED = new TrainingLabel(Optional.empty());

    private static final String NAME = "hired";
    private static final String STAGE = "stage:";

    /** Reads {@code hired} or {@code stage:<name>}; throws an IllegalArgumentException for any other text. */
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
