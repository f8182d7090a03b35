package com.rocketmat.training.fit;

import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.rows.Table;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Finds dates after the decision. They are no reason to refuse a training: an honest date, as of availability, may be in the future. */
final class LateDates {

    static final int MIN_ROWS = 5;
    static final double MIN_SHARE = 0.01;

    private LateDates() {}

    /** A note for each of these columns that has dates of which some are after their row's decision. */
    static List<String> notes(Table table, List<Encoder.Categories> used) {
        return used.stream()
                .map(column -> note(table, column.column()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> note(Table table, int column) {
        List<Optional<LocalDate>> dates =
                table.texts(column).stream().map(LateDates::date).toList();
        int filled = 0;
        int dated = 0;
        int late = 0;
        for (int row = 0; row < table.rows(); row++) {
            int code = table.code(column, row);
            filled += table.isMissing(column, row) ? 0 : 1;
            if (code >= 0 && dates.get(code).isPresent()) {
                dated++;
                LocalDate decided = LocalDate.ofInstant(table.key(row).decided(), ZoneOffset.UTC);
                // a day later may be the same day elsewhere
                late += dates.get(code).get().isAfter(decided.plusDays(1)) ? 1 : 0;
            }
        }
        return dated * 2 > filled && late >= MIN_ROWS && late > MIN_SHARE * dated
                ? Optional.of(
                        "%s may have been filled in after the decision: in %d of %d rows its date is later. If it was, train without it."
                                .formatted(table.columns().get(column).feature(), late, dated))
                : Optional.empty();
    }

    /** The date that a text begins with, if any. */
    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.from(DateTimeFormatter.ISO_LOCAL_DATE.parse(text, new ParsePosition(0))));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
