package com.rocketmat.training;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * CSV as RFC 4180 has it, in UTF-8: texts in quotes, numbers without, a cell without a value empty and without quotes.
 *
 * <p>Spreadsheets run texts that begin like a formula, and these are texts that applicants wrote: such a one gets an apostrophe in
 * front. So does one that begins with an apostrophe, so that taking one away gives every text back.
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

    /** By hand: the header that Jackson writes comes with the first row only. */
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

    /** As objects: of an array Jackson leaves out what is null. */
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
            case Long id -> csv.writeNumber(id);
            case Boolean flag -> csv.writeNumber(flag ? 1.0 : 0.0);
            case Instant time -> csv.writeString(TableWriter.time(time));
            default -> csv.writeString(harmless(cell.toString()));
        }
    }

    private static String harmless(String text) {
        return !text.isEmpty() && (FORMULA + "'").indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
