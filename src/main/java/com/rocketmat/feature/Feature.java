package com.rocketmat.feature;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One entry of the catalogue, resolved: {@code application.custom[salary]} is a feature, {@code application.custom[key]} a family.
 *
 * @param name as manifests spell it
 * @param unit "years", "days", "months", "ratio" …; "" where there is none
 * @param madeOf source fields in words, for the documentation
 * @param whenMissing what gives {@link FeatureValue.Missing}, in words
 * @param reads the attributes that {@code read} looks at, by kind of row, in Harvest's spelling; keys that join rows to each
 *     other are not among them
 * @param read makes the value; must not throw on any row
 */
public record Feature(
        String name,
        Kind kind,
        String unit,
        String madeOf,
        String whenMissing,
        Map<Source, Set<String>> reads,
        Function<Subject, FeatureValue> read) {

    public Feature {
        reads = reads.entrySet().stream().collect(toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
    }

    /** The kinds of rows that it needs. */
    public Set<Source> sources() {
        return reads.keySet();
    }

    FeatureDescription describe() {
        return new FeatureDescription(name, kind.label(), unit, madeOf, fields(), whenMissing);
    }

    private List<String> fields() {
        return reads.entrySet().stream()
                .flatMap(rows ->
                        rows.getValue().stream().map(field -> rows.getKey().list() + "." + field))
                .sorted()
                .toList();
    }
}
