package com.rocketmat.sync;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/** Some rows as Arrow lays them out: of each column a bit for each cell that has a value, for texts where they begin, and the values. */
final class ArrowBatch {

    private static final int ALIGNED = 8;

    private final int rows;
    private final List<Integer> missing = new ArrayList<>();
    private final List<Placed> buffers = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private record Placed(long offset, long length) {}

    ArrowBatch(List<Column> columns, List<List<Object>> rows) {
        this.rows = rows.size();
        for (int column = 0; column < columns.size(); column++) {
            int at = column;
            List<Object> cells = new ArrayList<>();
            rows.forEach(row -> cells.add(row.get(at)));
            add(columns.get(column), cells);
        }
    }

    byte[] body() {
        return body.toByteArray();
    }

    /** Writes where everything is; gives the place of that. */
    int in(FlatBufferBuilder flat) {
        RecordBatch.startNodesVector(flat, missing.size());
        // structs of a vector are written from the last to the first
        missing.reversed().forEach(absent -> FieldNode.createFieldNode(flat, rows, absent));
        int nodes = flat.endVector();
        RecordBatch.startBuffersVector(flat, buffers.size());
        buffers.reversed().forEach(buffer -> Buffer.createBuffer(flat, buffer.offset(), buffer.length()));
        int placed = flat.endVector();
        return RecordBatch.createRecordBatch(flat, rows, nodes, placed, 0, 0);
    }

    private void add(Column column, List<Object> cells) {
        missing.add((int) cells.stream().filter(cell -> cell == null).count());
        append(validity(cells));
        if (column.type() == Column.Type.TEXT) {
            texts(cells);
        } else {
            append(numbers(cells));
        }
    }

    private static byte[] validity(List<Object> cells) {
        byte[] bits = new byte[(cells.size() + 7) / 8];
        for (int row = 0; row < cells.size(); row++) {
            if (cells.get(row) != null) {
                bits[row / 8] |= (byte) (1 << (row % 8));
            }
        }
        return bits;
    }

    private static byte[] numbers(List<Object> cells) {
        byte[] bytes = new byte[cells.size() * Long.BYTES];
        ByteBuffer values = ArrowTable.little(bytes);
        for (Object cell : cells) {
            switch (cell) {
                case null -> values.putLong(0);
                case Double number -> values.putDouble(number);
                case Long id -> values.putLong(id);
                case Instant time -> values.putLong(time.toEpochMilli());
                default -> throw new IllegalArgumentException("no number: " + cell.getClass());
            }
        }
        return bytes;
    }

    private void texts(List<Object> cells) {
        byte[] bytes = new byte[(cells.size() + 1) * Integer.BYTES];
        ByteBuffer ends = ArrowTable.little(bytes).putInt(0);
        var values = new ByteArrayOutputStream();
        for (Object cell : cells) {
            if (cell != null) {
                values.writeBytes(cell.toString().getBytes(StandardCharsets.UTF_8));
            }
            ends.putInt(values.size());
        }
        append(bytes);
        append(values.toByteArray());
    }

    private void append(byte[] buffer) {
        buffers.add(new Placed(body.size(), buffer.length));
        body.writeBytes(padded(buffer));
    }

    static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, (bytes.length + ALIGNED - 1) / ALIGNED * ALIGNED);
    }
}
