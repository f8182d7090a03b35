package com.rocketmat.model;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises protected attributes, and whatever else is not to be asked for, by the key of a custom field or the text of a question.
 * Whole words are compared, so that "language" is not "age"; a term that ends in {@code *} stands for every word that starts with it.
 */
public final class ProtectedNames {

    private static final Pattern KEYED = Pattern.compile("[a-z]+\\.(?:custom|answer)\\[(.*)]", Pattern.DOTALL);

    private final List<String> terms;

    public ProtectedNames(List<String> terms) {
        this.terms = List.copyOf(terms);
    }

    /** The term that a feature's key or question contains. */
    public Optional<String> in(String feature) {
        Matcher keyed = KEYED.matcher(feature);
        if (!keyed.matches()) {
            return Optional.empty();
        }
        String words = " " + words(keyed.group(1)) + " ";
        return terms.stream().filter(term -> words.contains(pattern(term))).findFirst();
    }

    private static String pattern(String term) {
        return " " + words(term) + (term.endsWith("*") ? "" : " ");
    }

    private static String words(String text) {
        String apart = text.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2");
        return Normalizer.normalize(apart, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
    }
}
