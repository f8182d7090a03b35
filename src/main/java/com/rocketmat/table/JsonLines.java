package com.rocketmat.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** One JSON object per row and line: typed, with unchanged texts, and null for missing values. */
final class JsonLines implements TableWriter {

    private static final JsonFactory JSON = new JsonFactory().setRootValueSeparator(null);

    private final List<Column> columns;

    JsonLines(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    @Override
    public byte[] header() {
        return new byte[0];
    }

    @Override
    public byte[] rows(List<List<Object>> rows) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            for (List<Object> row : rows) {
                json.writeStartObject();
                for (int column = 0; column < row.size(); column++) {
                    json.writeFieldName(columns.get(column).name());
                    write(json, row.get(column));
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Object cell) throws IOException {
        switch (cell) {
            case null -> json.writeNull();
            case Double number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case Long id -> json.writeNumber(id);
            case Json(String text) -> json.writeRawValue(text);
            case Boolean flag -> json.writeBoolean(flag);
            case Instant time -> json.writeString(TableWriter.time(time));
            default -> json.writeString(cell.toString());
        }
    }
}
