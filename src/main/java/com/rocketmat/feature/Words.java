package com.rocketmat.feature;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of a text in order, without accents and case. */
final class Words {

    /** Excludes the marks of single scripts, such as Indic vowels, but not Hebrew points. A voiced kana is another letter. */
    private static final Pattern ACCENTS =
            Pattern.compile("[\\p{M}&&[\\p{IsInherited}\\p{IsHebrew}]&&[^\\u3099\\u309A]]+");

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{Nd}]+");

    private static final int LONGEST = 10_000;

    private Words() {}

    static List<String> in(String text) {
        if (text == null) {
            return List.of();
        }
        // a text of megabytes would become many times as long
        String start = text.substring(0, Math.min(text.length(), LONGEST));
        String plain = ACCENTS.matcher(Normalizer.normalize(start, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        // recompose syllables: a word must not begin with half of one
        return BETWEEN.splitAsStream(Normalizer.normalize(plain, Normalizer.Form.NFC))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /**
     * How similar two texts are: the Sørensen–Dice coefficient of their sets of words.
     *
     * @return from 0 (no common word) to 1 (the same words); empty if a text is null or has no words
     */
    static OptionalDouble similarity(String one, String other) {
        Set<String> left = Set.copyOf(in(one));
        Set<String> right = Set.copyOf(in(other));
        if (left.isEmpty() || right.isEmpty()) {
            return OptionalDouble.empty();
        }
        long common = left.stream().filter(right::contains).count();
        return OptionalDouble.of(2.0 * common / (left.size() + right.size()));
    }
}
