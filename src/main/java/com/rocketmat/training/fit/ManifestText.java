package com.rocketmat.training.fit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.learn.Scorer;
import com.rocketmat.training.fit.onnx.ModelFile;
import com.rocketmat.training.fit.rows.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The manifest of a trained model, with cases by which an upload shows that the file scores as the trainer does. */
final class ManifestText {

    private static final JsonMapper JSON = new JsonMapper();

    private ManifestText() {}

    static String of(String name, Encoder encoder, Scorer scorer, MadeUpRows rows) {
        ObjectNode manifest = JSON.createObjectNode().put("name", name);
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
        ArrayNode cases = manifest.putArray("cases");
        Table table = rows.table();
        double[] probabilities = scorer.probabilities(
                encoder.encode(table, IntStream.range(0, table.rows()).toArray()));
        for (int row = 0; row < probabilities.length; row++) {
            ObjectNode one = cases.addObject();
            ObjectNode features = one.putObject("features");
            for (Map.Entry<String, FeatureValue> value : sorted(rows.values().get(row))) {
                switch (value.getValue()) {
                    case FeatureValue.Numeric(double number) -> features.put(value.getKey(), number);
                    case FeatureValue.Text(String text) -> features.put(value.getKey(), text);
                    case FeatureValue.Identifier(long id) -> features.put(value.getKey(), id);
                    case FeatureValue.Missing _ -> features.putNull(value.getKey());
                }
            }
            one.put("score", 100 * probabilities[row]);
        }
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
