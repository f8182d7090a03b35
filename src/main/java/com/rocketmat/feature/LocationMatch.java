package com.rocketmat.feature;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether an applicant is located at one of a job's offices: the words of the office's place appear in sequence in the
 * applicant's location. A place is the part before the first comma, as in "Lyon, France", because countries are written in too
 * many ways.
 */
final class LocationMatch {

    private static final Pattern UNSPACED =
            Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\\p{IsThai}]");

    private LocationMatch() {}

    /** Empty if the applicant's location or every office's has no words. */
    static Optional<Boolean> between(String applicant, Stream<String> offices) {
        String location = spaced(applicant);
        List<String> places = offices.map(LocationMatch::place)
                .filter(place -> !place.isBlank())
                .toList();
        return location.isBlank() || places.isEmpty()
                ? Optional.empty()
                : Optional.of(places.stream().anyMatch(location::contains));
    }

    /** In scripts without blanks between words, a word begins with the place. Containing it is not enough: 東京都 (Tokyo) contains 京都 (Kyoto). */
    private static String place(String location) {
        String place = spaced(location == null ? null : location.split(",", 2)[0]);
        return UNSPACED.matcher(place).find() ? place.stripTrailing() : place;
    }

    private static String spaced(String text) {
        return " " + String.join(" ", Words.in(text)) + " ";
    }
}
