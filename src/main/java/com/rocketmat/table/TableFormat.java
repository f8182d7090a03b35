package com.rocketmat.table;

import java.util.List;
import java.util.Locale;

public enum TableFormat {
    CSV(TableFormat.CSV_TYPE + ";charset=UTF-8"),
    NDJSON(TableFormat.NDJSON_TYPE);

    public static final String CSV_TYPE = "text/csv";
    public static final String NDJSON_TYPE = "application/x-ndjson";

    private final String contentType;

    TableFormat(String contentType) {
        this.contentType = contentType;
    }

    public TableWriter write(List<String> columns) {
        return new TableWriter(this, columns);
    }

    public String contentType() {
        return contentType;
    }

    /** The name in requests, and the file extension. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
