package com.rocketmat.feature;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Features that are one attribute of one kind of row, and missing without the row. */
record Attributes<R>(String prefix, Source source, Function<Subject, R> row) {

    Feature text(String name, String field, Function<R, String> attribute) {
        return feature(
                name, Kind.TEXT, field, field, field + " is null or blank", attribute.andThen(FeatureValue::text));
    }

    Feature id(String name, String field, Function<R, Long> attribute) {
        return feature(name, Kind.IDENTIFIER, field, field, field + " is null", attribute.andThen(FeatureValue::id));
    }

    Feature feature(
            String name, Kind kind, String madeOf, String field, String whenMissing, Function<R, FeatureValue> read) {
        return new Feature(
                prefix + "." + name,
                kind,
                "",
                madeOf,
                whenMissing,
                Map.of(source, Set.of(field)),
                s -> Optional.ofNullable(row.apply(s)).map(read).orElse(FeatureValue.MISSING));
    }
}
