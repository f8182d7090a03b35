package com.rocketmat.model.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.feature.FeatureValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a manifest without data binding, so that every error names the field by its path. */
public final class ManifestReader {

    private static final String CHECK = "manifest";
    private static final String CASES = "cases";
    private static final int MAX_NAME_LENGTH = 1000;
    private static final int MAX_CASES = 500;

    private final String text;
    private final JsonNode root;

    ManifestReader(String json) {
        text = json;
        root = UploadedManifest.TEXT.parse(json);
    }

    Manifest read() {
        JsonNode manifest = object("manifest", root, Set.of("name", "inputs", "output", "score", "missing", CASES));
        List<Manifest.Input> inputs = inputs(manifest.path("inputs"));
        return new Manifest(
                text("name", manifest.path("name")),
                inputs,
                output(manifest.path("output")),
                score(manifest.path("score")),
                missing(manifest.path("missing"), inputs));
    }

    UploadedManifest readUploaded() {
        Manifest manifest = read();
        List<Case> cases = cases(root.path(CASES), manifest.features());
        return new UploadedManifest(text, manifest, cases);
    }

    private static List<Manifest.Input> inputs(JsonNode node) {
        List<Manifest.Input> inputs = new ArrayList<>();
        for (JsonNode input : array("inputs", node)) {
            String path = "inputs[" + inputs.size() + "]";
            object(path, input, Set.of("input", "features"));
            inputs.add(new Manifest.Input(
                    text(path + ".input", input.path("input")), features(path + ".features", input.path("features"))));
        }
        return inputs;
    }

    private static List<String> features(String path, JsonNode node) {
        List<String> features = new ArrayList<>();
        for (JsonNode feature : array(path, node)) {
            features.add(text(path + "[" + features.size() + "]", feature));
        }
        return features;
    }

    private static Manifest.Output output(JsonNode node) {
        object("output", node, Set.of("name", "class"));
        JsonNode label = node.path("class");
        if (!label.isMissingNode() && !label.isTextual() && !label.isIntegralNumber()) {
            throw refused("output.class", "is not a class", "use the label, or the column counted from 0, as a string");
        }
        return new Manifest.Output(
                text("output.name", node.path("name")),
                label.isMissingNode() ? Optional.empty() : Optional.of(label.asText()));
    }

    private static ScoreFormat score(JsonNode node) {
        if (node.isMissingNode()) {
            return ScoreFormat.DEFAULT;
        }
        object("score", node, Set.of("scale", "decimals"));
        return new ScoreFormat(scale(node.path("scale")), decimals(node.path("decimals")));
    }

    private static ScoreFormat.Scale scale(JsonNode node) {
        if (node.isMissingNode()) {
            return ScoreFormat.DEFAULT.scale();
        }
        return Arrays.stream(ScoreFormat.Scale.values())
                .filter(scale -> scale.name().toLowerCase(Locale.ROOT).equals(node.textValue()))
                .findFirst()
                .orElseThrow(() -> refused(
                        "score.scale",
                        "is not a scale",
                        "use \"raw\", \"percent\" (×100) or \"logit\" (sigmoid, ×100)"));
    }

    private static int decimals(JsonNode node) {
        if (node.isMissingNode()) {
            return ScoreFormat.DEFAULT.decimals();
        }
        if (!node.isInt() || node.intValue() < 0 || node.intValue() > 4) {
            throw refused("score.decimals", "is not an integer from 0 to 4", "use 0 for integer scores");
        }
        return node.intValue();
    }

    private static Map<String, FeatureValue> missing(JsonNode node, List<Manifest.Input> inputs) {
        if (node.isMissingNode()) {
            return Map.of();
        }
        Set<String> features =
                inputs.stream().flatMap(input -> input.features().stream()).collect(Collectors.toSet());
        object("missing", node, features);
        Map<String, FeatureValue> values = new HashMap<>();
        node.properties().forEach(entry -> values.put(entry.getKey(), missing(entry.getKey(), entry.getValue())));
        return values;
    }

    private static FeatureValue missing(String feature, JsonNode node) {
        return value(node)
                .orElseThrow(() -> refused(
                        "missing[" + feature + "]",
                        "is neither a number, a string nor a boolean",
                        "set one value, or omit the entry: a float input then gets NaN, a string input \"\""));
    }

    private static List<Case> cases(JsonNode node, List<String> features) {
        if (node.isMissingNode()) {
            return List.of();
        }
        if (!node.isArray() || node.isEmpty() || node.size() > MAX_CASES) {
            throw refused(
                    CASES,
                    "is not a list of 1 to " + MAX_CASES + " cases",
                    "add some rows with the training library's scores, or omit it");
        }
        List<Case> cases = new ArrayList<>();
        for (JsonNode item : node) {
            String path = CASES + "[" + cases.size() + "]";
            object(path, item, Set.of("features", "score"));
            cases.add(new Case(
                    row(path + ".features", item.path("features"), features),
                    expected(path + ".score", item.path("score"))));
        }
        return cases;
    }

    /** An omitted feature is missing, like null; the expected score shows whether that was meant. */
    private static Map<String, FeatureValue> row(String path, JsonNode node, List<String> features) {
        object(path, node, Set.copyOf(features));
        Map<String, FeatureValue> row = new HashMap<>();
        for (String feature : features) {
            row.put(feature, cell(path + "[" + feature + "]", node.path(feature)));
        }
        return row;
    }

    private static FeatureValue cell(String path, JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return FeatureValue.MISSING;
        }
        // a blank text is missing, as in Greenhouse
        return value(node)
                .map(value -> value instanceof FeatureValue.Text(String text) ? FeatureValue.text(text) : value)
                .orElseThrow(() -> refused(
                        path,
                        "is neither a number, a string, a boolean nor null",
                        "set one value, or null if it is missing"));
    }

    private static double expected(String path, JsonNode node) {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw refused(path, "is not a finite number", "use the training library's score, scaled but not rounded");
        }
        return node.doubleValue();
    }

    /** Empty unless it is a finite number, a text or a flag. */
    public static Optional<FeatureValue> value(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Optional.of(new FeatureValue.Identifier(node.longValue()));
        }
        if (node.isNumber() && Double.isFinite(node.doubleValue())) {
            return Optional.of(new FeatureValue.Numeric(node.doubleValue()));
        }
        if (node.isBoolean()) {
            return Optional.of(FeatureValue.flag(node.booleanValue()));
        }
        if (node.isTextual()) {
            return Optional.of(new FeatureValue.Text(node.textValue()));
        }
        return Optional.empty();
    }

    private static JsonNode object(String path, JsonNode node, Set<String> known) {
        if (!node.isObject()) {
            throw refused(path, "is not an object", "see the example of a manifest in the guide, models.md");
        }
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw refused(
                        keyPath(path, key),
                        "is unknown",
                        "remove it, or use one of " + known.stream().sorted().toList());
            }
        });
        return node;
    }

    private static String keyPath(String path, String key) {
        if (path.equals("manifest")) {
            return key;
        }
        // feature names contain dots themselves
        return path.equals("missing") || path.endsWith(".features") ? path + "[" + key + "]" : path + "." + key;
    }

    private static JsonNode array(String path, JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            throw refused(path, "is not a list with at least one entry", "list the model's features in their order");
        }
        return node;
    }

    private static String text(String path, JsonNode node) {
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw refused(path, "is not a non-empty string", "spell it as in the exporter or the catalogue");
        }
        if (node.textValue().indexOf('\0') >= 0) {
            throw refused(path, "contains a NUL character, which the database cannot store", "remove it");
        }
        if (node.textValue().length() > MAX_NAME_LENGTH) {
            throw refused(path, "is longer than " + MAX_NAME_LENGTH + " characters", "use a shorter name");
        }
        return node.textValue();
    }

    private static ModelRefused refused(String field, String reason, String remedy) {
        return new ModelRefused(
                CHECK, field, (field.equals("manifest") ? "the manifest " : field + " ") + reason, remedy);
    }
}
