package com.rocketmat.training.fit;

import java.util.Optional;
import java.util.Set;

/**
 * What a training is told beside its rows.
 *
 * @param name of the model, for its manifest
 * @param scoreFields features that are our own score, which is never learned from
 */
public record FitSettings(String name, Set<String> scoreFields, Optional<ActiveVersion> active) {

    public FitSettings {
        scoreFields = Set.copyOf(scoreFields);
    }
}
