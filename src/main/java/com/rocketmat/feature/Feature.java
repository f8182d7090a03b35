package com.rocketmat.feature;

import java.util.Set;
import java.util.function.Function;

/**
 * One entry of the catalogue, resolved: {@code application.custom[salary]} is a feature, {@code application.custom[key]} a family.
 *
 * @param name as manifests spell it
 * @param unit "years", "days", "months", "ratio" …; "" where there is none
 * @param madeOf source fields in words, for the documentation
 * @param whenMissing what gives {@link FeatureValue.Missing}, in words
 * @param sources kinds of rows that {@code read} looks at
 * @param fields the attributes it reads, by kind, in Harvest's spelling: what goes into {@code fields=}
 * @param read makes the value; must not throw on any row
 */
public record Feature(
        String name,
        Kind kind,
        String unit,
        String madeOf,
        String whenMissing,
        Set<Source> sources,
        Set<String> fields,
        Function<Subject, FeatureValue> read) {}
