package com.rocketmat.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;

/**
 * Writes one table piece by piece; each piece consists of complete lines.
 *
 * <p>JSON lines are one object per row: typed, with unchanged texts, and null for missing values.
 *
 * <p>CSV is as in RFC 4180, in UTF-8: texts quoted, numbers not, a missing value empty and unquoted. Spreadsheets run texts that start
 * like a formula, and applicants may enter such texts: these get an apostrophe in front. Texts that start with an apostrophe get one too,
 * so that removing one restores every text.
 */
public final class TableWriter {

    /** Of constant length, so that readers detect one format for the whole column. */
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final String FORMULA = "=+-@\t\r\n";
    private static final JsonFactory JSON = new JsonFactory().setRootValueSeparator(null);
    private static final CsvFactory CSV = CsvFactory.builder()
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS)
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
            .build();

    private final List<String> columns;
    private final CsvSchema schema;
    private final boolean csv;

    TableWriter(TableFormat format, List<String> columns) {
        this.columns = List.copyOf(columns);
        CsvSchema.Builder builder = CsvSchema.builder();
        this.columns.forEach(builder::addColumn);
        this.schema = builder.build();
        this.csv = format == TableFormat.CSV;
    }

    /** Precedes the rows; empty for JSON lines. Jackson's own comes only with the first row. */
    public byte[] header() {
        return csv ? rows(List.of(List.copyOf(columns))) : new byte[0];
    }

    /** Rows with a cell for every column. As objects: in an array of CSV Jackson omits nulls. */
    public byte[] rows(List<List<Object>> rows) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = csv ? csv(bytes) : JSON.createGenerator(bytes)) {
            for (List<Object> row : rows) {
                out.writeStartObject();
                for (int column = 0; column < row.size(); column++) {
                    out.writeFieldName(columns.get(column));
                    write(out, row.get(column));
                }
                out.writeEndObject();
                if (!csv) {
                    out.writeRaw('\n');
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private JsonGenerator csv(OutputStream bytes) throws IOException {
        JsonGenerator out = CSV.createGenerator(bytes);
        out.setSchema(schema);
        return out;
    }

    private void write(JsonGenerator out, Object cell) throws IOException {
        switch (cell) {
            case null -> out.writeNull();
            case Double number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number);
            case Long id -> out.writeNumber(id);
            case Instant time -> out.writeString(MILLIS.format(time));
            case Boolean flag when csv -> out.writeNumber(flag ? 1.0 : 0.0);
            case Boolean flag -> out.writeBoolean(flag);
            case Json(String json) when csv -> out.writeString(encodable(json));
            case Json(String json) -> out.writeRawValue(json);
            default -> out.writeString(csv ? harmless(encodable(cell.toString())) : cell.toString());
        }
    }

    /** Half a surrogate pair has no bytes in UTF-8, and would end the table; JSON escapes it. */
    private static String encodable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String harmless(String text) {
        return !text.isEmpty() && (FORMULA + "'").indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
