package com.rocketmat.feature;

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
}
