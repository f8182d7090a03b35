package com.rocketmat.training.fit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.onnx.ModelFile;
import java.util.List;

final class ManifestText {

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode manifest = JSON.createObjectNode();

    /** @param base share of positives in what the model learned from */
    ManifestText(String name, Encoder encoder, double base) {
        manifest.put("name", name);
        ArrayNode inputs = manifest.putArray("inputs");
        List<String> numbers =
                encoder.numbers().stream().map(Encoder.Numbers::feature).toList();
        List<String> categories =
                encoder.categories().stream().map(Encoder.Categories::feature).toList();
        input(inputs, ModelFile.NUMBERS, numbers);
        input(inputs, ModelFile.CATEGORIES, categories);
        manifest.putObject("output").put("name", ModelFile.OUTPUT);
        manifest.putObject("score").put("scale", "percent").put("decimals", decimals(base));
        // otherwise a typical value; reasons compare with it, too, unless the feature is never missing
        ObjectNode missing = manifest.putObject("missing");
        encoder.numbers().stream()
                .filter(each -> !each.marked())
                .forEach(each -> missing.put(each.feature(), each.standIn()));
        encoder.categories().stream()
                .filter(each -> !each.marked())
                .forEach(each -> missing.put(each.feature(), each.texts().getFirst()));
    }

    @Override
    public String toString() {
        return manifest.toPrettyString();
    }

    /** Where one outcome is rare, most scores are within a few percent of each other. */
    private static int decimals(double base) {
        double rarer = Math.min(base, 1 - base);
        if (rarer < 0.02) {
            return 2;
        }
        return rarer < 0.2 ? 1 : 0;
    }

    private static void input(ArrayNode inputs, String name, List<String> features) {
        if (!features.isEmpty()) {
            ObjectNode input = inputs.addObject().put("input", name);
            features.forEach(input.putArray("features")::add);
        }
    }
}
