package com.rocketmat.training.fit;

import java.util.List;
import java.util.Optional;

/**
 * What a fit is given beside its rows.
 *
 * @param without the features that the rows do not have on request, for the remedy of a refusal
 */
public record FitSettings(String name, List<String> without, Optional<ActiveVersion> active) {}
