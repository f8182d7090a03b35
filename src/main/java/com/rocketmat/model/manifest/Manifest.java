package com.rocketmat.model.manifest;

import com.rocketmat.feature.FeatureValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an ONNX file cannot say of itself: which features fill its inputs, which output is the score, and how to write it.
 *
 * @param missing what stands in for a feature that a row does not have
 */
public record Manifest(String name, List<Input> inputs, Output output, Score score, Map<String, FeatureValue> missing) {

    public Manifest {
        inputs = List.copyOf(inputs);
        missing = Map.copyOf(missing);
    }

    /**
     * One graph input and the features in its columns.
     *
     * @param input the exporter's name of it
     */
    public record Input(String input, List<String> features) {
        public Input {
            features = List.copyOf(features);
        }
    }

    /**
     * The output that carries the score.
     *
     * @param label the manifest's {@code class}: the label in a ZipMap, the column from 0 in a tensor
     */
    public record Output(String name, Optional<String> label) {}

    /**
     * Reads a manifest strictly.
     *
     * @throws ModelRefused naming the field that is wrong
     */
    public static Manifest parse(String json) {
        return new ManifestReader(json).read();
    }

    /** Every feature that the model asks for, once each, in the order of the inputs. */
    public List<String> features() {
        return inputs.stream()
                .flatMap(input -> input.features().stream())
                .distinct()
                .toList();
    }
}
