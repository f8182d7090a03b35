package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** A model of the test resources as a tenant has it once it was uploaded, and what its reasons are held against. */
final class Export {

    private final byte[] file;
    private final Manifest manifest;
    private final ReferenceRow reference;

    Export(String name) {
        file = Fixture.file(name + ".onnx");
        manifest = Fixture.manifest(name);
        reference = Fixture.passed(file, manifest).reference();
    }

    Manifest manifest() {
        return manifest;
    }

    ReferenceRow reference() {
        return reference;
    }

    OnnxModel open() throws OrtException {
        return OnnxModel.open(file, manifest);
    }

    Reasons reasons(OnnxModel model) {
        return Reasons.of(model, file, manifest, reference);
    }

    Occlusion occlusion(OnnxModel model) {
        return new Occlusion(model, manifest, reference);
    }

    /** The reasons of the model, if its file were one that is shorter, or has some bytes changed. */
    Reasons damaged(OnnxModel model, Random random) {
        byte[] damaged = Arrays.copyOf(file, file.length - random.nextInt(2) * random.nextInt(file.length));
        for (int changes = random.nextInt(8); changes >= 0; changes--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return Reasons.of(model, damaged, manifest, reference);
    }

    /** By scoring again, whatever the model is. */
    static Reasons byScoringAgain(OnnxModel model, Manifest manifest, ReferenceRow reference) {
        return new Reasons(model, new Occlusion(model, manifest, reference), Optional.empty());
    }

    /** @param tolerance of the weights of a row, by its score */
    static void assertSameWeights(
            Reasons reasons, Occlusion runtime, List<Map<String, FeatureValue>> rows, DoubleUnaryOperator tolerance) {
        double[] scores = reasons.model().score(rows);
        List<Cells> cells = reasons.model().cells(rows);
        double[][] own = reasons.faster().orElseThrow().weights(cells, scores).orElseThrow();
        double[][] others = runtime.weights(cells, scores);
        for (int row = 0; row < others.length; row++) {
            for (int feature = 0; feature < others[row].length; feature++) {
                assertThat(own[row][feature])
                        .as("row %d, feature %d", row, feature)
                        .isCloseTo(others[row][feature], within(tolerance.applyAsDouble(scores[row])));
            }
        }
    }
}
