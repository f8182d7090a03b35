package com.rocketmat.model.upload;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Attributes that no model may use and that are not exported for training, and what may say as much of a person. */
@Singleton
public class ProtectedAttributes {

    private final ProtectedNames names;

    @Inject
    ProtectedAttributes(ModelsConfig config) {
        this(config.protectedNames(), config.proxyNames());
    }

    public ProtectedAttributes(List<String> terms, List<String> proxies) {
        this.names = new ProtectedNames(terms, proxies);
    }

    /** The term in a feature's key or question that marks it as protected. */
    public Optional<String> in(String feature) {
        return names.in(feature);
    }

    /** The term that marks a feature as a known proxy of a protected attribute, or its name if any text may be in it. */
    public Optional<String> proxy(String feature) {
        return names.proxy(feature);
    }
}
