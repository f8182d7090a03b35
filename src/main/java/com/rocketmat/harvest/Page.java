package com.rocketmat.harvest;

import java.util.List;
import java.util.Optional;

/** A page of rows; {@code next} is the address of the next one, empty on the last. */
public record Page<T>(List<T> rows, Optional<String> next) {}
