package com.rocketmat.problem;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parses query parameters that are one of several values; JAX-RS would answer 404 for an unknown one. */
public final class Choice {

    private Choice() {}

    /** The value with this name; throws an HttpProblem with 400 if there is none. */
    public static <E extends Enum<E>> E of(String parameter, Class<E> type, Function<E, String> name, String text) {
        E[] values = type.getEnumConstants();
        return Arrays.stream(values)
                .filter(value -> name.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemType.BAD_PARAMETER
                        .problem(
                                "Unknown " + parameter,
                                "use one of " + Arrays.stream(values).map(name).toList())
                        .with("field", parameter));
    }

    /** The values with these names, or all if no names are given; throws an HttpProblem with 400 if a name is unknown. */
    public static <E extends Enum<E>> Set<E> some(
            String parameter, Class<E> type, Function<E, String> name, Collection<String> texts) {
        return texts.isEmpty()
                ? EnumSet.allOf(type)
                : texts.stream()
                        .map(text -> of(parameter, type, name, text))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
    }
}
