package com.rocketmat.model.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.feature.FeatureValue;
import java.util.Locale;
import java.util.TreeMap;

/** Writes the canonical form of a manifest, from which the version's digest is computed. */
public final class ManifestWriter {

    /** ASCII, because a text may contain unpaired surrogates, which UTF-8 cannot represent. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ManifestWriter() {}

    /** A field added by a later release must be omitted if it has its default, so that existing versions keep their digests. */
    public static String canonical(Manifest manifest) {
        ObjectNode json = NODES.objectNode();
        json.put("name", manifest.name());
        json.set("inputs", inputs(manifest));
        json.set("output", output(manifest.output()));
        json.set("score", score(manifest.score()));
        json.set("missing", missing(manifest));
        return ascii(json);
    }

    public static String ascii(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static ArrayNode inputs(Manifest manifest) {
        ArrayNode inputs = NODES.arrayNode();
        for (Manifest.Input input : manifest.inputs()) {
            ArrayNode features = inputs.addObject().put("input", input.input()).putArray("features");
            input.features().forEach(features::add);
        }
        return inputs;
    }

    private static ObjectNode output(Manifest.Output output) {
        ObjectNode node = NODES.objectNode().put("name", output.name());
        output.label().ifPresent(label -> node.put("class", label));
        return node;
    }

    private static ObjectNode score(ScoreFormat score) {
        return NODES.objectNode()
                .put("scale", score.scale().name().toLowerCase(Locale.ROOT))
                .put("decimals", score.decimals());
    }

    private static ObjectNode missing(Manifest manifest) {
        ObjectNode missing = NODES.objectNode();
        new TreeMap<>(manifest.missing()).forEach((feature, value) -> missing.set(feature, node(value)));
        return missing;
    }

    /** Null for a missing value. */
    public static JsonNode node(FeatureValue value) {
        return switch (value) {
            case FeatureValue.Numeric(double number) -> NODES.numberNode(number);
            case FeatureValue.Identifier(long id) -> NODES.numberNode(id);
            case FeatureValue.Text(String text) -> NODES.textNode(text);
            case FeatureValue.Missing() -> NODES.nullNode();
        };
    }
}
