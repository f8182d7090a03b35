package com.rocketmat.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

public class JsonLinesTest {

    private static final List<String> COLUMNS =
            List.of("id", "n", "referred", "application.answer[Why, \"really\"?]", "at");

    @Test
    void everyRowIsALineOfTypedValuesAndMissingOnesAreNull() {
        TableWriter table = TableFormat.NDJSON.write(COLUMNS);

        String lines = text(table.header())
                + text(table.rows(List.of(
                        row(7_120_034_002L, 0.1, true, "=\"Z\"\nOslo", Instant.parse("2026-11-24T10:00:00Z")),
                        row(Long.MAX_VALUE, null, null, null, null))))
                + text(table.rows(List.of(row(2L, 3.0, false, "", Instant.parse("2026-11-24T10:00:00.5Z")))));

        assertThat(lines).isEqualTo("""
            {"id":7120034002,"n":0.1,"referred":true,"application.answer[Why, \\"really\\"?]":"=\\"Z\\"\\nOslo","at":"2026-11-24T10:00:00.000Z"}
            {"id":9223372036854775807,"n":null,"referred":null,"application.answer[Why, \\"really\\"?]":null,"at":null}
            {"id":2,"n":3.0,"referred":false,"application.answer[Why, \\"really\\"?]":"","at":"2026-11-24T10:00:00.500Z"}
            """);
    }

    @Test
    void noRowsAreNoBytes() {
        assertThat(TableFormat.NDJSON.write(COLUMNS).rows(List.of())).isEmpty();
    }

    @Property
    void everyTextIsOneLineAndCanBeReadBack(@ForAll String text) throws IOException {
        byte[] line = TableFormat.NDJSON.write(COLUMNS).rows(List.of(row(1L, 2.0, true, text, null)));

        assertThat(text(line).lines()).hasSize(1);
        assertThat(read(line).getFirst())
                .containsEntry("application.answer[Why, \"really\"?]", text(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static List<Map<String, Object>> read(byte[] lines) throws IOException {
        try (var rows = new ObjectMapper()
                .readerFor(new TypeReference<Map<String, Object>>() {})
                .<Map<String, Object>>readValues(lines)) {
            return rows.readAll();
        }
    }

    private static List<Object> row(Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
