package com.rocketmat.feature;

import static java.util.stream.Collectors.joining;

import java.util.Collection;

/** What a feature gives for one row. */
public sealed interface FeatureValue {

    Missing MISSING = new Missing();

    /** A measure in the feature's unit; flags are 1 and 0. */
    record Numeric(double value) implements FeatureValue {}

    /** A Greenhouse id; beyond 2^24 a float cannot carry it. */
    record Identifier(long value) implements FeatureValue {}

    record Text(String value) implements FeatureValue {}

    /** The source is not there; the manifest's missing policy decides. */
    record Missing() implements FeatureValue {}

    static FeatureValue flag(boolean value) {
        return new Numeric(value ? 1 : 0);
    }

    /** The id; null is missing. */
    static FeatureValue id(Long value) {
        return value == null ? MISSING : new Identifier(value);
    }

    /** The text as it is; null and blank are missing. */
    static FeatureValue text(String value) {
        return value == null || value.isBlank() ? MISSING : new Text(value);
    }

    /** One text of several, in an order that does not depend on Greenhouse's. */
    static FeatureValue joined(Collection<String> values) {
        return text(values.stream().filter(v -> !v.isBlank()).sorted().collect(joining(", ")));
    }
}
