package com.rocketmat.table;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes one table piece by piece; each piece consists of complete lines.
 *
 * <p>JSON lines are one object per row: typed, with unchanged texts, and null for missing values.
 *
 * <p>CSV is as in RFC 4180, but with line feeds, in UTF-8: texts quoted, numbers not, a missing value empty and unquoted. Spreadsheets
 * run texts that start like a formula, and applicants may enter such texts: these get an apostrophe in front. Texts that start with an
 * apostrophe get one too, so that removing one restores every text.
 */
public final class TableWriter {

    /** Of constant length, so that readers detect one format for the whole column. */
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final String ESCAPED = "=+-@\t\r\n'";
    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> columns;
    private final boolean csv;

    TableWriter(TableFormat format, List<String> columns) {
        this.columns = List.copyOf(columns);
        this.csv = format == TableFormat.CSV;
    }

    /** Precedes the rows; empty for JSON lines. */
    public byte[] header() {
        return csv ? lines(List.of(List.copyOf(columns))) : new byte[0];
    }

    /** Rows with a cell for every column. */
    public byte[] rows(List<List<Object>> rows) {
        return csv ? lines(rows) : objects(rows);
    }

    /** Half a surrogate pair has no bytes in UTF-8, and becomes a question mark. */
    private static byte[] lines(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> row.stream().map(TableWriter::cell).collect(joining(",", "", "\n")))
                .collect(joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(Object cell) {
        return switch (cell) {
            case null -> "";
            case Double _, BigDecimal _, Long _ -> cell.toString();
            case Boolean flag -> flag ? "1.0" : "0.0";
            case Instant time -> quoted(MILLIS.format(time));
            case Json(String json) -> quoted(json);
            default -> quoted(harmless(cell.toString()));
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String harmless(String text) {
        return !text.isEmpty() && ESCAPED.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private byte[] objects(List<List<Object>> rows) {
        var lines = new ByteArrayOutputStream();
        for (List<Object> row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int column = 0; column < row.size(); column++) {
                object.put(columns.get(column), value(row.get(column)));
            }
            try {
                lines.writeBytes(JSON.writeValueAsBytes(object));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private static Object value(Object cell) {
        return switch (cell) {
            case null -> null;
            case Double _, BigDecimal _, Long _, Boolean _ -> cell;
            case Instant time -> MILLIS.format(time);
            case Json(String json) -> new RawValue(json);
            default -> cell.toString();
        };
    }
}
