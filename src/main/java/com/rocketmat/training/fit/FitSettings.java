package com.rocketmat.training.fit;

import java.util.Optional;

public record FitSettings(String name, Optional<ActiveVersion> active) {}
