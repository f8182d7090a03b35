package com.rocketmat.decision.seal;

import com.rocketmat.feature.FeatureValue;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Encodes feature values as bytes without loss: doubles bit for bit, and texts even if they are not valid Unicode. Includes the names,
 * so that values can be read without the model version.
 */
final class FeatureBytes {

    private static final byte DEFLATED = 1;

    private FeatureBytes() {}

    static byte[] of(Map<String, FeatureValue> row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(DEFLATED);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(bytes)))) {
            out.writeInt(row.size());
            for (Map.Entry<String, FeatureValue> feature : row.entrySet()) {
                text(out, feature.getKey());
                value(out, feature.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** Returns the values in their original order. */
    static Map<String, FeatureValue> read(byte[] bytes) {
        ByteArrayInputStream content = new ByteArrayInputStream(bytes);
        if (content.read() != DEFLATED) {
            throw new IllegalArgumentException("values in the format of a later release");
        }
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(content))) {
            return values(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, FeatureValue> values(DataInputStream in) throws IOException {
        int count = in.readInt();
        Map<String, FeatureValue> row = new LinkedHashMap<>();
        for (int feature = 0; feature < count; feature++) {
            row.put(text(in), value(in));
        }
        return row;
    }

    private static void value(DataOutputStream out, FeatureValue value) throws IOException {
        switch (value) {
            case FeatureValue.Numeric(double number) -> {
                out.writeByte('N');
                out.writeLong(Double.doubleToRawLongBits(number));
            }
            case FeatureValue.Identifier(long id) -> {
                out.writeByte('I');
                out.writeLong(id);
            }
            case FeatureValue.Text(String text) -> {
                out.writeByte('T');
                text(out, text);
            }
            case FeatureValue.Missing _ -> out.writeByte('-');
        }
    }

    private static FeatureValue value(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 'N' -> new FeatureValue.Numeric(Double.longBitsToDouble(in.readLong()));
            case 'I' -> new FeatureValue.Identifier(in.readLong());
            case 'T' -> new FeatureValue.Text(text(in));
            case '-' -> FeatureValue.MISSING;
            default -> throw new IllegalArgumentException("a value in the format of a later release");
        };
    }

    /** In UTF-8; with unpaired surrogates, in UTF-16 with a negative length. */
    private static void text(DataOutputStream out, String text) throws IOException {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            out.writeInt(bytes.length);
            out.write(bytes);
        } catch (CharacterCodingException e) {
            out.writeInt(-text.length());
            out.writeChars(text);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length >= 0) {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(-length);
        for (int remaining = length; remaining < 0; remaining++) {
            text.append(in.readChar());
        }
        return text.toString();
    }
}
