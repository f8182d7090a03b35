package com.rocketmat.feature;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The form of dates in employments and educations: {@code YYYY-MM-DD}, sometimes with a time behind it. */
final class HarvestDate {

    private static final int LENGTH = 10;

    private HarvestDate() {}

    /** The date as written, or empty when the text is not one. */
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
