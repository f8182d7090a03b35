package com.rocketmat.feature;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Features that differ by an argument in brackets: {@code application.custom[salary]}. */
record FeatureFamily(String stem, String parameter, Function<String, Feature> member) {

    Optional<Feature> find(String name) {
        if (!name.startsWith(stem + "[") || !name.endsWith("]")) {
            return Optional.empty();
        }
        return Optional.of(name.substring(stem.length() + 1, name.length() - 1))
                .filter(Predicate.not(String::isBlank))
                .map(member);
    }

    FeatureDescription describe() {
        return member.apply(parameter).describe();
    }
}
