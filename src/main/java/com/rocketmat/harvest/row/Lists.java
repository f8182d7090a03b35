package com.rocketmat.harvest.row;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Drops nulls from a row's lists and maps: real rows contain nulls that the schema does not mention. */
public final class Lists {

    private Lists() {}

    public static <T> List<T> withoutNulls(Collection<T> values) {
        return values == null
                ? List.of()
                : values.stream().filter(Objects::nonNull).toList();
    }

    static <T> Map<String, T> withoutNulls(Map<String, T> values) {
        return values == null
                ? Map.of()
                : values.entrySet().stream()
                        .filter(entry -> entry.getValue() != null)
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
