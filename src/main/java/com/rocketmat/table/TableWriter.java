package com.rocketmat.table;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;

/** Writes one table piece by piece; each piece consists of complete lines. */
public interface TableWriter {

    DateTimeFormatter MILLIS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    DateTimeFormatter MICROS = new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

    /** Precedes the rows; may be empty. */
    byte[] header();

    /** Rows with a cell for every column. */
    byte[] rows(List<List<Object>> rows);

    /** Of constant length, so that readers detect one format for the whole column. */
    static String time(Instant time) {
        return MILLIS.format(time);
    }

    /** The same, as precisely as the database has it. */
    static String exactTime(Instant time) {
        return MICROS.format(time);
    }
}
