package com.rocketmat.table;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * CSV as in RFC 4180, in UTF-8: texts quoted, numbers not, a missing value empty and unquoted.
 *
 * <p>Spreadsheets run texts that start like a formula, and applicants may enter such texts: these get an apostrophe in front.
 * Texts that start with an apostrophe get one too, so that removing one restores every text.
 */
final class CsvTable implements TableWriter {

    private static final String FORMULA = "=+-@\t\r\n";
    private static final CsvFactory CSV = CsvFactory.builder()
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS)
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
            .build();

    private final List<Column> columns;
    private final CsvSchema schema;

    CsvTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
        CsvSchema.Builder builder = CsvSchema.builder();
        columns.forEach(column -> builder.addColumn(column.name()));
        this.schema = builder.build();
    }

    /** Written by hand: Jackson's header comes only with the first row. */
    @Override
    public byte[] header() {
        return written(csv -> {
            csv.writeStartArray();
            for (Column column : columns) {
                csv.writeString(column.name());
            }
            csv.writeEndArray();
        });
    }

    /** As objects: in an array Jackson omits nulls. */
    @Override
    public byte[] rows(List<List<Object>> rows) {
        return written(csv -> {
            csv.setSchema(schema);
            for (List<Object> row : rows) {
                csv.writeStartObject();
                for (int column = 0; column < row.size(); column++) {
                    csv.writeFieldName(columns.get(column).name());
                    write(csv, row.get(column));
                }
                csv.writeEndObject();
            }
        });
    }

    private interface Written {
        void to(CsvGenerator csv) throws IOException;
    }

    private static byte[] written(Written part) {
        var bytes = new ByteArrayOutputStream();
        try (CsvGenerator csv = CSV.createGenerator(bytes)) {
            part.to(csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(CsvGenerator csv, Object cell) throws IOException {
        switch (cell) {
            case null -> csv.writeNull();
            case Double number -> csv.writeNumber(number);
            case BigDecimal number -> csv.writeNumber(number);
            case Long id -> csv.writeNumber(id);
            case Json(String json) -> csv.writeString(json);
            case Boolean flag -> csv.writeNumber(flag ? 1.0 : 0.0);
            case Instant time -> csv.writeString(TableWriter.time(time));
            default -> csv.writeString(harmless(cell.toString()));
        }
    }

    private static String harmless(String text) {
        return !text.isEmpty() && (FORMULA + "'").indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
