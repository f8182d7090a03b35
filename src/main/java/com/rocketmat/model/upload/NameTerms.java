package com.rocketmat.model.upload;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds terms in names, word by word, so that "language" does not contain "age". Ignores accents and case. {@code *} at the end of
 * a term matches any ending of its last word, at the start any beginning of its first. A term of several words also matches if
 * they are written as one.
 */
final class NameTerms {

    private static final Pattern SMALL_BEFORE_CAPITAL = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");
    private static final Pattern CAPITAL_BEFORE_WORD = Pattern.compile("(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
    private static final Pattern LETTER_AND_DIGIT = Pattern.compile("(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");
    private static final Pattern MARKS = Pattern.compile("\\p{M}");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final List<Term> terms;

    private record Term(String text, Pattern pattern) {}

    NameTerms(List<String> terms) {
        this.terms = terms.stream()
                .map(term -> new Term(term, Pattern.compile("(?<= )" + pattern(term) + "(?= )")))
                .toList();
    }

    Optional<String> in(String name) {
        String words = " " + words(name) + " ";
        return terms.stream()
                .filter(term -> term.pattern().matcher(words).find())
                .map(Term::text)
                .findFirst();
    }

    /** Finds the term that matches all the words. */
    Optional<String> matchingAll(String words) {
        return terms.stream()
                .filter(term -> term.pattern()
                        .matcher(" " + words + " ")
                        .results()
                        .anyMatch(found -> found.group().equals(words)))
                .map(Term::text)
                .findFirst();
    }

    /** Returns lower-case words without accents, separated by one space; {@code dateOfBirth2} has four. */
    static String words(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        String separated = plain;
        for (Pattern boundary : List.of(SMALL_BEFORE_CAPITAL, CAPITAL_BEFORE_WORD, LETTER_AND_DIGIT)) {
            separated = boundary.matcher(separated).replaceAll(" ");
        }
        return BETWEEN_WORDS
                .matcher(separated.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }

    private static String pattern(String term) {
        String any = "[^ ]*";
        return (term.startsWith("*") ? any : "") + words(term).replace(" ", " ?") + (term.endsWith("*") ? any : "");
    }
}
