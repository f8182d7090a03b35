package com.rocketmat.feature;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The level of a degree, derived from the option's name. Companies edit the names, so single words decide, and the first level
 * with a matching word wins: a "High School Diploma" is not a diploma, a "Postgraduate Certificate" not a certificate.
 */
enum DegreeLevel {
    DOCTOR(5, "doctor(s|al|ate)?|ph ?d|jd|md"),
    MASTER(4, "masters?|mba|ma|msc?|engineers?|post ?graduate"),
    BACHELOR(3, "bachelors?|licence|ba|bsc?"),
    SECONDARY(1, "high ?school|(?<!post )secondary|ged"),
    ASSOCIATE(2, "associates?|vocational|diplomas?|certificates?");

    private static final Pattern MARKS_DOTS_APOSTROPHES = Pattern.compile("[\\p{M}.'’]+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{Nd}]+");

    private final int level;
    private final Pattern words;

    DegreeLevel(int level, String words) {
        this.level = level;
        this.words = Pattern.compile("\\b(" + words + ")\\b", Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** Empty for "Other" and any unrecognised name. */
    static Optional<DegreeLevel> of(String optionName) {
        String words = words(optionName);
        return Arrays.stream(values())
                .filter(degree -> degree.words.matcher(words).find())
                .findFirst();
    }

    int level() {
        return level;
    }

    private static String words(String name) {
        String plain = MARKS_DOTS_APOSTROPHES
                .matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                .replaceAll("");
        return BETWEEN_WORDS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll(" ");
    }
}
