package com.rocketmat.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Results of measurements, with machine and time.
 *
 * @param date ISO 8601
 */
@JsonPropertyOrder({"machine", "java", "date", "rows"})
record Results(String machine, String java, String date, List<Row> rows) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    void write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            JSON.writeValue(file.toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the guide has it. */
    void print(PrintStream out) {
        out.printf("%n%s, Java %s, %s:%n%n", machine, java, date);
        out.printf("| | value | baseline | ratio | |%n|---|---|---|---|---|%n");
        rows.forEach(row -> out.printf(
                "| `%s` | %s | %s | %s | %s |%n",
                row.name(),
                plain(row.value()),
                plain(row.baseline()),
                row.ratio() == null ? "–" : plain(row.ratio()),
                row.unit()));
    }

    private static String plain(double number) {
        return "%,.4g".formatted(number);
    }
}
