package com.rocketmat.decision;

import com.rocketmat.table.Json;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The log as a table, with the field names of {@link DecisionView}. */
final class DecisionTable {

    static final List<String> COLUMNS = List.of(
            "id",
            "at",
            "alias",
            "application",
            "candidate",
            "job",
            "kind",
            "version",
            "value",
            "raw",
            "reasons",
            "warning",
            "mode",
            "detail",
            "digest");

    /** The database's precision. */
    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

    private DecisionTable() {}

    static List<Object> row(DecisionView row) {
        return Arrays.asList(
                row.id(),
                MICROS.format(row.at()),
                row.alias(),
                row.application(),
                row.candidate(),
                row.job(),
                row.kind(),
                row.version(),
                row.value(),
                row.raw(),
                new Json(row.reasons()),
                row.warning(),
                row.mode(),
                row.detail(),
                row.digest());
    }
}
