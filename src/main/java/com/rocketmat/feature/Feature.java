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
 * @param canBeMissing whether anything does; where not, an input of any type can take it without a word about missing values
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
        boolean canBeMissing,
        Map<Source, Set<String>> reads,
        Function<Subject, FeatureValue> read) {

    public Feature {
        reads = reads.entrySet().stream().collect(toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
    }

    /** One that can be missing, as most can. */
    public Feature(
            String name,
            Kind kind,
            String unit,
            String madeOf,
            String whenMissing,
            Map<Source, Set<String>> reads,
            Function<Subject, FeatureValue> read) {
        this(name, kind, unit, madeOf, whenMissing, true, reads, read);
    }

    /** The same, with a value for every subject. */
    Feature neverMissing() {
        return new Feature(name, kind, unit, madeOf, whenMissing, false, reads, read);
    }

    /** The kinds of rows that it needs. */
    public Set<Source> sources() {
        return reads.keySet();
    }

    FeatureDescription describe() {
        return new FeatureDescription(name, kind.label(), unit, madeOf, fields(), whenMissing, canBeMissing);
    }

    private List<String> fields() {
        return reads.entrySet().stream()
                .flatMap(rows ->
                        rows.getValue().stream().map(field -> rows.getKey().list() + "." + field))
                .sorted()
                .toList();
    }
}
