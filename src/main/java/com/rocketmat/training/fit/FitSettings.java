package com.rocketmat.training.fit;

import java.util.Optional;

/**
 * What a training is told beside its rows.
 *
 * @param name of the model, for its manifest
 */
public record FitSettings(String name, Optional<ActiveVersion> active) {}
