package com.rocketmat.model.upload;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** What a list of features says about those that are protected or known proxies; null if none is. */
    public String warning(Collection<String> features) {
        String warning = Stream.of(
                        named(
                                "protected attribute",
                                features,
                                feature -> in(feature).isPresent()),
                        named(
                                "known proxy of a protected attribute",
                                features,
                                feature ->
                                        in(feature).isEmpty() && proxy(feature).isPresent()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return warning.isEmpty() ? null : warning;
    }

    private static String named(String what, Collection<String> features, Predicate<String> which) {
        String found = features.stream().filter(which).distinct().collect(Collectors.joining(", "));
        return found.isEmpty() ? "" : what + ": " + found;
    }
}
