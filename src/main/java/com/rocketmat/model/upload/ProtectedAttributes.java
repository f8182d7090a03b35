package com.rocketmat.model.upload;

import jakarta.inject.Singleton;
import java.util.Optional;

/** Attributes that no model may use and that are not exported for training. */
@Singleton
public class ProtectedAttributes {

    private final ProtectedNames names;

    ProtectedAttributes(ModelsConfig config) {
        this.names = new ProtectedNames(config.protectedNames());
    }

    /** The term in a feature's key or question that marks it as protected. */
    public Optional<String> in(String feature) {
        return names.in(feature);
    }
}
