package com.rocketmat.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats of an exported table. */
enum TableFormat {
    CSV(TableFormat.CSV_TYPE + ";charset=UTF-8"),
    NDJSON(TableFormat.NDJSON_TYPE);

    static final String CSV_TYPE = "text/csv";
    static final String NDJSON_TYPE = "application/x-ndjson";

    private final String contentType;

    TableFormat(String contentType) {
        this.contentType = contentType;
    }

    static Optional<TableFormat> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(name))
                .findFirst();
    }

    TableWriter write(List<Column> columns) {
        return switch (this) {
            case CSV -> new CsvTable(columns);
            case NDJSON -> new JsonLines(columns);
        };
    }

    String contentType() {
        return contentType;
    }

    /** The name in requests, and the file extension. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
