package com.rocketmat.model.manifest;

import com.rocketmat.feature.FeatureValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an ONNX file does not say: which features fill its inputs, which output is the score, and how the score is written.
 *
 * @param missing values for features that a row lacks
 */
public record Manifest(
        String name, List<Input> inputs, Output output, ScoreFormat score, Map<String, FeatureValue> missing) {

    public Manifest {
        inputs = List.copyOf(inputs);
        missing = Map.copyOf(missing);
    }

    /** {@code input} is the exporter's name. */
    public record Input(String input, List<String> features) {
        public Input {
            features = List.copyOf(features);
        }
    }

    /** {@code label} is the manifest's {@code class}: a label in a ZipMap, a column index from 0 in a tensor. */
    public record Output(String name, Optional<String> label) {}

    /** Throws a {@link ModelRefused} that names the invalid field. */
    public static Manifest parse(String json) {
        return new ManifestReader(json).read();
    }

    /** The model's distinct features, in the order of its inputs. */
    public List<String> features() {
        return inputs.stream()
                .flatMap(input -> input.features().stream())
                .distinct()
                .toList();
    }
}
