package com.rocketmat.feature;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.text.Normalizer;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** How much two titles say the same: the Sørensen–Dice coefficient of their sets of words. */
final class TitleSimilarity {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{Nd}]+");

    private TitleSimilarity() {}

    /** From 0 (no common word) to 1 (the same words); empty when a title is null or has no word. */
    static OptionalDouble between(String one, String other) {
        Set<String> left = words(one);
        Set<String> right = words(other);
        if (left.isEmpty() || right.isEmpty()) {
            return OptionalDouble.empty();
        }
        long common = left.stream().filter(right::contains).count();
        return OptionalDouble.of(2.0 * common / (left.size() + right.size()));
    }

    /** Without accents and letter case. */
    static Set<String> words(String title) {
        if (title == null) {
            return Set.of();
        }
        String plain = MARKS.matcher(Normalizer.normalize(title, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return BETWEEN_WORDS.splitAsStream(plain).filter(w -> !w.isEmpty()).collect(toUnmodifiableSet());
    }
}
