package com.rocketmat.feature;

import java.util.Arrays;
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

    private final int level;
    private final Pattern words;

    DegreeLevel(int level, String words) {
        this.level = level;
        this.words = Pattern.compile("\\b(" + words + ")\\b", Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** Empty for "Other" and any unrecognised name. */
    static Optional<DegreeLevel> of(String optionName) {
        String words = String.join(" ", Words.in(optionName.replaceAll("[.'’]", "")));
        return Arrays.stream(values())
                .filter(degree -> degree.words.matcher(words).find())
                .findFirst();
    }

    int level() {
        return level;
    }
}
