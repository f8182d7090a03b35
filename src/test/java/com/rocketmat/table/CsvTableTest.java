package com.rocketmat.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class CsvTableTest {

    private static final List<String> COLUMNS =
            List.of("id", "n", "referred", "application.answer[Why, \"really\"?]", "at");

    @Test
    void textsAreQuotedNumbersAreNotAndMissingValuesAreEmpty() {
        TableWriter table = TableFormat.CSV.write(COLUMNS);

        String csv = text(table.header())
                + text(table.rows(List.of(
                        row(7_120_034_002L, 0.1, true, "Zoë \"Z\", 12\nOslo", Instant.parse("2026-11-24T10:00:00Z")),
                        row(1L, null, null, null, null),
                        row(2L, 1e-7, false, "", Instant.parse("2026-11-24T10:00:00.5Z")))));

        assertThat(csv).isEqualTo("""
            "id","n","referred","application.answer[Why, ""really""?]","at"
            7120034002,0.1,1.0,"Zoë ""Z"", 12
            Oslo","2026-11-24T10:00:00.000Z"
            1,,,,
            2,1.0E-7,0.0,"","2026-11-24T10:00:00.500Z"
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=cmd|' /C calc'!A0", "+420 555", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'quoted"})
    void textsThatLookLikeFormulasAreEscaped(String text) {
        String csv = text(TableFormat.CSV.write(COLUMNS).rows(List.of(row(1L, -1.5, null, text, null))));

        assertThat(csv).startsWith("1,-1.5,,\"'" + text.charAt(0));
    }

    /** Another system may have cut the text there. */
    @Test
    void halfASurrogatePairIsAQuestionMark() {
        TableWriter table = TableFormat.CSV.write(COLUMNS);

        assertThat(text(table.rows(List.of(
                        row(1L, null, null, "Dev \uD83D", null),
                        row(2L, null, null, "\uDE00 Dev", null),
                        row(3L, null, null, new Json("[\"a\uD83Db\uD83D\uDE00\"]"), null)))))
                .isEqualTo("""
                    1,,,"Dev ?",
                    2,,,"? Dev",
                    3,,,"[""a?b\uD83D\uDE00""]",
                    """);
    }

    @Property
    void everyTextCanBeReadBackWithoutItsApostrophe(@ForAll String text) throws IOException {
        byte[] csv = TableFormat.CSV.write(COLUMNS).rows(List.of(row(1L, 2.0, null, text, null)));

        assertThat(original(read(csv).getFirst()[3])).isEqualTo(text(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static String original(String cell) {
        return cell.startsWith("'") ? cell.substring(1) : cell;
    }

    /** As read by a third-party reader: header and rows; a missing cell is null. */
    public static List<String[]> read(byte[] csv) throws IOException {
        try (var rows = new CsvMapper()
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
                .readerFor(String[].class)
                .<String[]>readValues(csv)) {
            return rows.readAll();
        }
    }

    /** By the names of the header. */
    public static List<Map<String, String>> readRows(byte[] csv) throws IOException {
        List<String[]> read = read(csv);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String[] cells : read.subList(1, read.size())) {
            Map<String, String> row = new HashMap<>();
            for (int column = 0; column < cells.length; column++) {
                row.put(read.getFirst()[column], cells[column]);
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<Object> row(Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
