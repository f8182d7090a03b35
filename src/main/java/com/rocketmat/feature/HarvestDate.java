package com.rocketmat.feature;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Dates in employments and educations: {@code YYYY-MM-DD}, sometimes followed by a time. A year before 1900 is a typing error, such as
 * 0019 for 2019, and counts as no date.
 */
final class HarvestDate {

    private static final int LENGTH = 10;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9999;
    private static final int DECEMBER = 12;

    private HarvestDate() {}

    /** The date as written, or empty if the text is not a date. */
    static Optional<LocalDate> parse(String text) {
        if (text == null || text.length() < LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text.substring(0, LENGTH))).filter(date -> date.getYear() >= FIRST_YEAR);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The last day of a year's month; of its December if the month is not known. Empty if the year is not known either. */
    static Optional<LocalDate> lastDay(Integer year, Integer month) {
        if (year == null || year < FIRST_YEAR || year > LAST_YEAR) {
            return Optional.empty();
        }
        boolean known = month != null && month >= 1 && month <= DECEMBER;
        return Optional.of(YearMonth.of(year, known ? month : DECEMBER).atEndOfMonth());
    }
}
