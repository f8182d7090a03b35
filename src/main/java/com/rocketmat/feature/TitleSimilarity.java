package com.rocketmat.feature;

import java.util.OptionalDouble;
import java.util.Set;

/** How similar two titles are: the Sørensen–Dice coefficient of their sets of words. */
final class TitleSimilarity {

    private TitleSimilarity() {}

    /** From 0 (no common word) to 1 (the same words); empty if a title is null or has no words. */
    static OptionalDouble between(String one, String other) {
        Set<String> left = Set.copyOf(Words.in(one));
        Set<String> right = Set.copyOf(Words.in(other));
        if (left.isEmpty() || right.isEmpty()) {
            return OptionalDouble.empty();
        }
        long common = left.stream().filter(right::contains).count();
        return OptionalDouble.of(2.0 * common / (left.size() + right.size()));
    }
}
