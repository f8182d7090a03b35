package com.rocketmat.model;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;

/** A linear model: its sums are weighted columns. */
final class LinearEstimator implements Estimator {

    private static final int PROBES = 100;
    private static final long SEED = 1;

    private final int[] places;
    private final int features;
    private final Link link;
    /** By class and column. */
    private final float[] coefficients;

    private final float[] intercepts;
    private final double[] reference;

    LinearEstimator(EstimatorNode place, Columns columns) {
        Map<String, OnnxAttribute> attributes = place.node().attributes();
        this.places = columns.places();
        this.features = columns.count();
        this.coefficients = floats(attributes, "coefficients");
        int classes = coefficients.length / places.length;
        this.intercepts = attributes.containsKey("intercepts") ? floats(attributes, "intercepts") : new float[classes];
        check(classes > 0 && intercepts.length == classes);
        columns.limit(classes);
        check(coefficients.length == classes * places.length);
        // one row of coefficients for two classes follows rules of the runtime's own
        check(!EstimatorNode.isClassifier(place.node()) || classes > 1);
        String transform = attributes.containsKey("post_transform")
                ? attributes.get("post_transform").text()
                : Link.Transform.NONE.name();
        this.link = new Link(Link.Transform.of(transform), Link.Classes.EACH, 0, classes, place.normalized());
        this.reference = numbers(columns.reference());
    }

    private static float[] floats(Map<String, OnnxAttribute> attributes, String name) {
        check(attributes.containsKey(name));
        return attributes.get(name).floats();
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not a linear model that is understood");
        }
    }

    @Override
    public Sums sums(NumberCells rows) {
        double[] values = numbers(rows);
        int width = reference.length;
        Sums sums = new Sums(rows.rows(), features, link.sums());
        for (int row = 0; row < rows.rows(); row++) {
            for (int each = 0; each < link.sums(); each++) {
                double whole = intercepts[each];
                for (int column = 0; column < width; column++) {
                    double value = values[row * width + column];
                    float coefficient = coefficients[each * width + column];
                    int feature = row * features + places[column];
                    whole += coefficient * value;
                    if (value != reference[column]) {
                        sums.changes()[feature * link.sums() + each] += coefficient * (reference[column] - value);
                    }
                }
                sums.whole()[row * link.sums() + each] = whole;
            }
        }
        return sums;
    }

    private static double[] numbers(NumberCells cells) {
        ByteBuffer bytes = cells.bytes();
        double[] numbers = new double[bytes.capacity() / cells.type().bytes()];
        for (int cell = 0; cell < numbers.length; cell++) {
            numbers[cell] = switch (cells.type()) {
                case FLOAT -> bytes.getFloat(cell * Float.BYTES);
                case DOUBLE -> bytes.getDouble(cell * Double.BYTES);
                case INT64 -> bytes.getLong(cell * Long.BYTES);
                case BOOL -> bytes.get(cell);
                case STRING -> throw new IllegalStateException("texts are not numbers");
            };
        }
        return numbers;
    }

    @Override
    public Link link() {
        return link;
    }

    static NumberCells probes(ElementType type, int columns) {
        ByteBuffer bytes = NumberCells.buffer(type, PROBES, columns);
        Random random = new Random(SEED);
        while (bytes.hasRemaining()) {
            double value = random.nextGaussian();
            switch (type) {
                case FLOAT -> bytes.putFloat((float) value);
                case DOUBLE -> bytes.putDouble(value);
                case INT64 -> bytes.putLong(Math.round(10 * value));
                case BOOL -> bytes.put((byte) random.nextInt(2));
                case STRING -> throw new IllegalStateException("texts are not numbers");
            }
        }
        return new NumberCells(type, bytes.flip(), columns);
    }

    @Override
    public long bytes() {
        return Float.BYTES * (long) coefficients.length;
    }
}
