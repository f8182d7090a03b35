package com.rocketmat.training.fit;

import java.util.List;
import java.util.Optional;

/** {@code without} are the features that the request left out, for the remedy of a refusal. */
public record FitSettings(String name, List<String> without, Optional<ActiveVersion> active) {}
