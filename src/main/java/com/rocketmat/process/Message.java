package com.rocketmat.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A message of a child process: a letter, and the content of some. */
sealed interface Message {

    /** It has started; sent once. */
    record Ready() implements Message {}

    /** It begins to read a request, which may already fill its heap. */
    record Taken() implements Message {}

    /** It starts a step of its work. */
    record Step(String name) implements Message {}

    /** At least one part. */
    record Answer(List<byte[]> parts) implements Message {}

    /** Never sent: marks the end of the messages. */
    record End() implements Message {}

    /** In bytes: a process compromised by a file must not make the service read forever. Includes the lengths, as parts may be empty. */
    int MAX_ANSWER = 16 << 20;

    static Message read(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 'R' -> new Ready();
            case 'T' -> new Taken();
            case 'S' -> new Step(in.readUTF());
            case 'A' -> new Answer(answer(in));
            default -> throw new IOException("not a message of a child process");
        };
    }

    static void write(DataOutputStream out, Message message) throws IOException {
        switch (message) {
            case Ready _ -> out.writeByte('R');
            case Taken _ -> out.writeByte('T');
            case Step(String name) -> {
                out.writeByte('S');
                out.writeUTF(name);
            }
            case Answer(List<byte[]> parts) -> {
                out.writeByte('A');
                writeParts(out, parts);
            }
            case End _ -> throw new IllegalArgumentException("the end is not sent");
        }
        out.flush();
    }

    static void writeParts(DataOutputStream out, List<byte[]> parts) throws IOException {
        out.writeInt(parts.size());
        for (byte[] part : parts) {
            out.writeInt(part.length);
            out.write(part);
        }
        out.flush();
    }

    private static List<byte[]> answer(DataInputStream in) throws IOException {
        List<byte[]> parts = readParts(in, in.readInt(), MAX_ANSWER);
        if (parts.isEmpty()) {
            throw new IOException("an answer without parts");
        }
        return parts;
    }

    /** {@code limit} is in bytes, for all parts and their lengths together. */
    static List<byte[]> readParts(DataInputStream in, int count, int limit) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        int left = limit;
        for (int part = 0; part < count; part++) {
            int length = in.readInt();
            left -= Integer.BYTES;
            if (length < 0 || length > left) {
                throw new IOException("a part of %d bytes, with %d left".formatted(length, left));
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            parts.add(bytes);
            left -= length;
        }
        return parts;
    }
}
