package com.rocketmat.model;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The wire format, as far as ONNX files use it (https://protobuf.dev/programming-guides/encoding/). */
final class Protobuf {

    private Protobuf() {}

    /** What a reader of a message is told of; it skips what it does not know. */
    interface Fields {

        default void number(int field, long value) {}

        /** A float's bits. */
        default void fixed32(int field, int bits) {}

        default void content(int field, ByteBuffer content) {}
    }

    /**
     * Reads one message from its first byte to its last.
     *
     * @throws BufferUnderflowException when it ends within a field
     * @throws IllegalArgumentException when it is none
     */
    static void read(ByteBuffer in, Fields fields) {
        in.order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            int field = (int) (tag >>> 3);
            switch ((int) tag & 7) {
                case 0 -> fields.number(field, varint(in));
                case 1 -> skip(in, Long.BYTES);
                case 2 -> fields.content(field, content(in));
                case 5 -> fields.fixed32(field, in.getInt());
                default -> throw new IllegalArgumentException("not a wire type");
            }
        }
    }

    static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("not a varint");
    }

    static String text(ByteBuffer content) {
        return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
    }

    /** A field that holds a whole number. */
    static byte[] field(int field, long number) {
        var out = new ByteArrayOutputStream();
        write(out, (long) field << 3);
        write(out, number);
        return out.toByteArray();
    }

    static byte[] field(int field, String text) {
        return field(field, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A field that holds a message, a text or bytes. */
    static byte[] field(int field, byte[] content) {
        var out = new ByteArrayOutputStream();
        write(out, field, ByteBuffer.wrap(content));
        return out.toByteArray();
    }

    /** Likewise; the content is an array's. */
    static void write(ByteArrayOutputStream out, int field, ByteBuffer content) {
        write(out, ((long) field << 3) | 2);
        write(out, content.limit());
        out.write(content.array(), content.arrayOffset(), content.limit());
    }

    private static void write(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static ByteBuffer content(ByteBuffer in) {
        long length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer content = in.slice(in.position(), (int) length);
        skip(in, (int) length);
        return content;
    }

    private static void skip(ByteBuffer in, int bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + bytes);
    }
}
