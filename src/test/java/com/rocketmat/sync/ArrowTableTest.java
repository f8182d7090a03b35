package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Read by Arrow's own reader, which shares nothing with the writer but the generated classes of the format. */
class ArrowTableTest {

    private static final List<Column> COLUMNS = List.of(
            new Column("id", Column.Type.ID),
            new Column("n", Column.Type.NUMBER),
            new Column("text", Column.Type.TEXT),
            new Column("at", Column.Type.TIME));
    private static final Instant TIME = Instant.parse("2026-11-24T10:00:00.123Z");

    @Test
    void everyCellComesBackWithItsTypeAndWhatIsMissingIsNull() throws IOException {
        List<List<Object>> rows =
                List.of(row(Long.MAX_VALUE, -0.1, "Zoë 🗼", TIME), row(1L, null, null, null), row(2L, 3.0, "", TIME));

        assertThat(read(file(rows))).isEqualTo(rows);
        assertThat(schema(file(rows)).toString())
                .isEqualTo(
                        "Schema<id: Int(64, true), n: FloatingPoint(DOUBLE), text: Utf8, at: Timestamp(MILLISECOND, UTC)>");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 499, 500, 501, 1203})
    void anyNumberOfRowsComesBackInItsOrder(int count) throws IOException {
        List<List<Object>> rows = LongStream.range(0, count)
                .mapToObj(n -> row(n, n / 3.0, n % 7 == 0 ? null : "t".repeat((int) (n % 11)), TIME))
                .toList();

        assertThat(read(file(rows))).isEqualTo(rows);
    }

    @Property(tries = 200)
    void anyTextComesBack(@ForAll List<String> texts) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        texts.forEach(text -> rows.add(row(1L, 1.0, new String(text.getBytes(UTF), UTF), null)));

        assertThat(read(file(rows))).isEqualTo(rows);
    }

    @Test
    void aFileThatBreaksOffAnywhereIsNoFile() throws IOException {
        byte[] whole = file(
                LongStream.range(0, 1_000).mapToObj(n -> row(n, 1.0, "a", TIME)).toList());
        assertThat(read(whole)).hasSize(1_000);

        for (int length = 0; length < whole.length; length += length < whole.length - 40 ? 997 : 1) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part))
                    .as("%d bytes of %d", length, whole.length)
                    .isNotNull();
        }
    }

    private static final java.nio.charset.Charset UTF = java.nio.charset.StandardCharsets.UTF_8;

    private static byte[] file(List<List<Object>> rows) {
        var file = new ByteArrayOutputStream();
        ArrowTable table = new ArrowTable(COLUMNS);
        file.writeBytes(table.begin());
        SubjectReader.batches(rows).forEach(batch -> file.writeBytes(table.rows(batch)));
        file.writeBytes(table.end());
        return file.toByteArray();
    }

    static Schema schema(byte[] file) throws IOException {
        try (RootAllocator memory = new RootAllocator();
                ArrowFileReader reader = reader(file, memory)) {
            return reader.getVectorSchemaRoot().getSchema();
        }
    }

    static List<List<Object>> read(byte[] file) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        try (RootAllocator memory = new RootAllocator();
                ArrowFileReader reader = reader(file, memory)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                for (int row = 0; row < root.getRowCount(); row++) {
                    int at = row;
                    List<Object> cells = new ArrayList<>();
                    root.getFieldVectors().forEach(vector -> cells.add(cell(vector, at)));
                    rows.add(cells);
                }
            }
        }
        return rows;
    }

    private static Object cell(FieldVector vector, int row) {
        Object cell = vector.getObject(row);
        if (cell == null) {
            return null;
        }
        return switch (vector.getMinorType()) {
            case VARCHAR -> cell.toString();
            case TIMESTAMPMILLITZ -> Instant.ofEpochMilli((Long) cell);
            default -> cell;
        };
    }

    private static ArrowFileReader reader(byte[] file, RootAllocator memory) {
        return new ArrowFileReader(new ByteArrayReadableSeekableByteChannel(file), memory);
    }

    private static List<Object> row(Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }
}
