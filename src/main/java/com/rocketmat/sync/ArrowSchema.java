package com.rocketmat.sync;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.List;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/** Columns as Arrow describes them: float64, int64, utf8 and timestamp[ms, UTC], all of them nullable. */
record ArrowSchema(List<Column> columns) {

    private static final int NO_DICTIONARY = 0;

    /** Writes the description; gives its place. */
    int in(FlatBufferBuilder flat) {
        int[] fields = columns.stream().mapToInt(column -> field(flat, column)).toArray();
        return Schema.createSchema(flat, Endianness.Little, Schema.createFieldsVector(flat, fields), 0, 0);
    }

    private static int field(FlatBufferBuilder flat, Column column) {
        int name = flat.createString(column.name());
        int type = type(flat, column.type());
        int children = Field.createChildrenVector(flat, new int[0]);
        return Field.createField(flat, name, true, kind(column.type()), type, NO_DICTIONARY, children, 0);
    }

    private static byte kind(Column.Type type) {
        return switch (type) {
            case NUMBER -> Type.FloatingPoint;
            case ID -> Type.Int;
            case TEXT -> Type.Utf8;
            case TIME -> Type.Timestamp;
        };
    }

    private static int type(FlatBufferBuilder flat, Column.Type type) {
        return switch (type) {
            case NUMBER -> FloatingPoint.createFloatingPoint(flat, Precision.DOUBLE);
            case ID -> Int.createInt(flat, Long.SIZE, true);
            case TEXT -> {
                Utf8.startUtf8(flat);
                yield Utf8.endUtf8(flat);
            }
            case TIME -> {
                int zone = flat.createString("UTC");
                yield Timestamp.createTimestamp(flat, TimeUnit.MILLISECOND, zone);
            }
        };
    }
}
