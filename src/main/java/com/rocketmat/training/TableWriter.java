package com.rocketmat.training;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;

/** Writes one table piece by piece; each piece is whole lines. */
interface TableWriter {

    DateTimeFormatter MILLIS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    /** What stands before the rows; may be empty. */
    byte[] header();

    /** Rows, each with a cell for every column. */
    byte[] rows(List<List<Object>> rows);

    /** Always of the same length, so that a reader guesses one format for the whole column. */
    static String time(Instant time) {
        return MILLIS.format(time);
    }
}
