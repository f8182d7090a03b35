package com.rocketmat.training.fit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.onnx.ModelFile;
import java.util.List;
import java.util.Map;

/** The manifest of a trained model, with cases by which an upload shows that the file scores as the trainer does. */
final class ManifestText {

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode manifest = JSON.createObjectNode();

    /** Without cases. */
    ManifestText(String name, Encoder encoder) {
        manifest.put("name", name);
        ArrayNode inputs = manifest.putArray("inputs");
        List<String> numbers =
                encoder.numbers().stream().map(Encoder.Numbers::feature).toList();
        List<String> categories =
                encoder.categories().stream().map(Encoder.Categories::feature).toList();
        input(inputs, ModelFile.NUMBERS, numbers);
        input(inputs, ModelFile.CATEGORIES, categories);
        manifest.putObject("output").put("name", ModelFile.OUTPUT);
        manifest.putObject("score").put("scale", "percent").put("decimals", 0);
        // otherwise a typical value, which also is what reasons compare with
        ObjectNode missing = manifest.putObject("missing");
        encoder.numbers().stream()
                .filter(each -> !each.marked())
                .forEach(each -> missing.put(each.feature(), each.standIn()));
        encoder.categories().stream()
                .filter(each -> !each.marked())
                .forEach(each -> missing.put(each.feature(), each.texts().getFirst()));
    }

    /**
     * Adds cases.
     *
     * @param scores of the rows, unrounded
     */
    ManifestText with(List<Map<String, FeatureValue>> rows, double[] scores) {
        ArrayNode cases = manifest.putArray("cases");
        for (int row = 0; row < scores.length; row++) {
            ObjectNode one = cases.addObject();
            ObjectNode features = one.putObject("features");
            for (Map.Entry<String, FeatureValue> value : sorted(rows.get(row))) {
                switch (value.getValue()) {
                    case FeatureValue.Numeric(double number) -> features.put(value.getKey(), number);
                    case FeatureValue.Text(String text) -> features.put(value.getKey(), text);
                    case FeatureValue.Identifier(long id) -> features.put(value.getKey(), id);
                    case FeatureValue.Missing _ -> features.putNull(value.getKey());
                }
            }
            one.put("score", scores[row]);
        }
        return this;
    }

    @Override
    public String toString() {
        return manifest.toPrettyString();
    }

    private static void input(ArrayNode inputs, String name, List<String> features) {
        if (!features.isEmpty()) {
            ObjectNode input = inputs.addObject().put("input", name);
            features.forEach(input.putArray("features")::add);
        }
    }

    private static List<Map.Entry<String, FeatureValue>> sorted(Map<String, FeatureValue> values) {
        return values.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    }
}
