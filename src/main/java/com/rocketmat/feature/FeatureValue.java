package com.rocketmat.feature;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.Collection;

public sealed interface FeatureValue {

    Missing MISSING = new Missing();

    /** Characters of a text, as of a resume; the rest is cut. The trial of a model measures with texts as long. */
    int LONGEST = 100_000;

    /** A number in the feature's unit; flags are 1 and 0. */
    record Numeric(double value) implements FeatureValue {}

    /** A Greenhouse id; a float cannot represent one beyond 2^24. */
    record Identifier(long value) implements FeatureValue {}

    record Text(String value) implements FeatureValue {

        /**
         * The text as a model gets it. The runtime receives Java strings in JNI's modified UTF-8, where NUL, emoji and lone
         * surrogates are not valid UTF-8; a tokenizer in the model would then reject the whole batch because of one candidate's text.
         */
        public String transferable() {
            if (value.chars().allMatch(c -> c != 0 && !Character.isSurrogate((char) c))) {
                return value;
            }
            StringBuilder replaced = new StringBuilder(value.length());
            value.codePoints()
                    .map(c -> c == 0 || c > Character.MAX_VALUE || Character.isSurrogate((char) c) ? '\uFFFD' : c)
                    .forEach(replaced::appendCodePoint);
            return replaced.toString();
        }
    }

    /** The source has no value; the manifest's missing policy applies. */
    record Missing() implements FeatureValue {}

    /** The text that a model receives for the value; empty if the value is missing or not finite. */
    static String asText(FeatureValue value) {
        return switch (value) {
            case Text text -> text.transferable();
            case Identifier(long id) -> Long.toString(id);
            case Numeric(double number)
            when Double.isFinite(number) ->
                BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
            case Numeric _, Missing _ -> "";
        };
    }

    static FeatureValue flag(boolean value) {
        return new Numeric(value ? 1 : 0);
    }

    static FeatureValue id(Long value) {
        return value == null ? MISSING : new Identifier(value);
    }

    /** The text, cut if it is too long; missing if null or blank. */
    static FeatureValue text(String value) {
        if (value == null || value.isBlank()) {
            return MISSING;
        }
        if (value.length() <= LONGEST) {
            return new Text(value);
        }
        return new Text(
                value.substring(0, Character.isHighSurrogate(value.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST));
    }

    /** Joins several texts, in an order that does not depend on Greenhouse's. */
    static FeatureValue joined(Collection<String> values) {
        return text(values.stream().filter(v -> !v.isBlank()).sorted().collect(joining(", ")));
    }
}
