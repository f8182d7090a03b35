package com.rocketmat.feature;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Dates in employments and educations: {@code YYYY-MM-DD}, sometimes followed by a time. */
final class HarvestDate {

    private static final int LENGTH = 10;

    private HarvestDate() {}

    /** The date as written, or empty if the text is not a date. */
    static Optional<LocalDate> parse(String text) {
        if (text == null || text.length() < LENGTH || !endsOrGoesOnWithTime(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text.substring(0, LENGTH)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static boolean endsOrGoesOnWithTime(String text) {
        return text.length() == LENGTH || text.charAt(LENGTH) == 'T' || text.charAt(LENGTH) == ' ';
    }
}
