package com.rocketmat.feature;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A resolved entry of the catalogue: {@code application.custom[salary]} is a feature, {@code application.custom[key]} a family.
 *
 * @param name as manifests spell it
 * @param unit "years", "days", "months", "ratio" …; "" for none
 * @param madeOf source fields, described for the documentation
 * @param whenMissing when the value is {@link FeatureValue.Missing}, described for the documentation
 * @param canBeMissing whether it can be missing; if not, an input of any type accepts it without a missing policy
 * @param treatment to be decided for each new feature; the test of the catalogue lists it
 * @param reads the attributes that {@code read} uses, by kind of row, in Harvest's spelling, without the keys that join rows
 * @param read computes the value; must not throw on any row
 */
public record Feature(
        String name,
        Kind kind,
        String unit,
        String madeOf,
        String whenMissing,
        boolean canBeMissing,
        Treatment treatment,
        Map<Source, Set<String>> reads,
        Function<Subject, FeatureValue> read) {

    public Feature {
        reads = reads.entrySet().stream().collect(toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
    }

    /** A feature that can be missing, as most can. */
    public Feature(
            String name,
            Kind kind,
            String unit,
            String madeOf,
            String whenMissing,
            Map<Source, Set<String>> reads,
            Function<Subject, FeatureValue> read) {
        this(name, kind, unit, madeOf, whenMissing, true, Treatment.NONE, reads, read);
    }

    Feature neverMissing() {
        return new Feature(name, kind, unit, madeOf, whenMissing, false, treatment, reads, read);
    }

    Feature with(Treatment other) {
        return new Feature(name, kind, unit, madeOf, whenMissing, canBeMissing, other, reads, read);
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
