package com.rocketmat.sync;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms that an exported table comes in. */
enum TableFormat {
    CSV("text/csv", "text/csv;charset=UTF-8"),
    /** The file and not the stream: it ends with a footer, without which no reader takes it for a whole one. */
    ARROW("application/vnd.apache.arrow.file", "application/vnd.apache.arrow.file");

    static final String CSV_TYPE = "text/csv";
    static final String ARROW_TYPE = "application/vnd.apache.arrow.file";

    private final String mediaType;
    private final String contentType;

    TableFormat(String mediaType, String contentType) {
        this.mediaType = mediaType;
        this.contentType = contentType;
    }

    static Optional<TableFormat> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(name))
                .findFirst();
    }

    static Optional<TableFormat> ofType(String mediaType) {
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(mediaType))
                .findFirst();
    }

    TableWriter write(List<Column> columns) {
        return switch (this) {
            case CSV -> new CsvTable(columns);
            case ARROW -> new ArrowTable(columns);
        };
    }

    String contentType() {
        return contentType;
    }

    /** As a request names it, and the end of a file's name. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
