package com.rocketmat.training.fit.rows;

import com.rocketmat.feature.FeatureValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects rows in the compact form that the fitting process receives: about 9 bytes a number. Not thread-safe. */
public final class TrainingRows {

    /** Longer texts are not categories; they only count as present. */
    static final int MAX_TEXT = 200;

    static final int MISSING = -1;
    static final int NO_CATEGORY = -2;

    /** Stands for every text that is too long for a category. */
    public static final FeatureValue LONG = new FeatureValue.Text("…".repeat(MAX_TEXT + 1));

    private static final int PART_SIZE = 1 << 18;

    private final List<TrainingColumn> columns;
    private final List<byte[]> parts = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private int size;

    public TrainingRows(List<TrainingColumn> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Rows that another process collected. Do not add rows. */
    public static TrainingRows received(List<TrainingColumn> columns, int size, List<byte[]> parts) {
        TrainingRows rows = new TrainingRows(columns);
        rows.parts.addAll(parts);
        rows.size = size;
        return rows;
    }

    public List<TrainingColumn> columns() {
        return columns;
    }

    /** Replaces a text that is too long for a category, which leads to the same row in less memory. */
    public static FeatureValue reduced(FeatureValue value) {
        return isLong(value) ? LONG : value;
    }

    private static boolean isLong(FeatureValue value) {
        return value instanceof FeatureValue.Text(String text) && text.length() > MAX_TEXT;
    }

    public int size() {
        return size;
    }

    public void add(TrainingRow row) {
        try {
            out.writeLong(row.applicationId());
            out.writeLong(row.candidateId());
            out.writeLong(row.jobId());
            out.writeLong(row.decidedAt().toEpochMilli());
            out.writeBoolean(row.positive());
            for (TrainingColumn column : columns) {
                FeatureValue value = row.values().getOrDefault(column.feature(), FeatureValue.MISSING);
                if (column.type().isCategory()) {
                    write(value);
                } else {
                    out.writeDouble(number(value));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        size++;
        if (bytes.size() >= PART_SIZE) {
            parts.add(bytes.toByteArray());
            bytes.reset();
        }
    }

    /** The rows so far; no row spans two parts. */
    public List<byte[]> parts() {
        List<byte[]> all = new ArrayList<>(parts);
        if (bytes.size() > 0) {
            all.add(bytes.toByteArray());
        }
        return all;
    }

    private static double number(FeatureValue value) {
        return switch (value) {
            // XGBoost rejects infinite floats, and they have no mean
            case FeatureValue.Numeric(double number) -> Float.isFinite((float) number) ? number : Double.NaN;
            case FeatureValue.Identifier(long id) -> id;
            case FeatureValue.Text _, FeatureValue.Missing _ -> Double.NaN;
        };
    }

    private void write(FeatureValue value) throws IOException {
        String text = FeatureValue.asText(value);
        if (text.isEmpty()) {
            out.writeShort(MISSING);
        } else if (isLong(value)) {
            out.writeShort(NO_CATEGORY);
        } else {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.writeShort(utf8.length);
            out.write(utf8);
        }
    }

    static void read(byte[] part, List<TrainingColumn> columns, Visitor visitor) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(part));
        double[] numbers = new double[columns.size()];
        String[] texts = new String[columns.size()];
        while (in.available() > 0) {
            long application = in.readLong();
            long candidate = in.readLong();
            long job = in.readLong();
            Instant decided = Instant.ofEpochMilli(in.readLong());
            boolean positive = in.readBoolean();
            for (int column = 0; column < numbers.length; column++) {
                if (columns.get(column).type().isCategory()) {
                    texts[column] = readText(in);
                } else {
                    numbers[column] = in.readDouble();
                }
            }
            visitor.row(new Key(application, candidate, job, decided, positive), numbers, texts);
        }
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readShort();
        return switch (length) {
            case MISSING -> "";
            case NO_CATEGORY -> null;
            default -> new String(in.readNBytes(length), StandardCharsets.UTF_8);
        };
    }

    public record Key(long application, long candidate, long job, Instant decided, boolean positive) {}

    interface Visitor {

        /** Both arrays are by column, and are reused. A text is empty if missing, null if it is not a category. */
        void row(Key key, double[] numbers, String[] texts);
    }
}
