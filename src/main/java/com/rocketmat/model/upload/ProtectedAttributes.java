package com.rocketmat.model.upload;

import jakarta.inject.Singleton;
import java.util.Optional;

/** What no model may use, and nobody may train with. */
@Singleton
public class ProtectedAttributes {

    private final ProtectedNames names;

    ProtectedAttributes(ModelsConfig config) {
        this.names = new ProtectedNames(config.protectedNames());
    }

    /** The term in a feature's key or question that makes it one. */
    public Optional<String> in(String feature) {
        return names.in(feature);
    }
}
