package com.rocketmat.decision.seal;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.ManifestReader;
import com.rocketmat.model.manifest.ManifestWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Feature values as deflated JSON, without loss: doubles bit for bit, except that all NaNs are one, and texts even if they are not valid
 * Unicode. Includes the names, so that values can be read without the model version.
 */
final class FeatureBytes {

    private static final byte DEFLATED_JSON = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Escaped, because UTF-8 cannot represent them; other texts would be larger. */
    private static final Pattern UNPAIRED_SURROGATE = Pattern.compile("\\p{Cs}");

    private FeatureBytes() {}

    static byte[] of(Map<String, FeatureValue> row) {
        ObjectNode json = JSON.createObjectNode();
        row.forEach((feature, value) -> json.set(feature, ManifestWriter.node(value)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(DEFLATED_JSON);
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            String text = UNPAIRED_SURROGATE
                    .matcher(JSON.writeValueAsString(json))
                    .replaceAll(found -> "\\\\u%04x".formatted(found.group().codePointAt(0)));
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** Returns the values in their original order. */
    static Map<String, FeatureValue> read(byte[] bytes) {
        ByteArrayInputStream content = new ByteArrayInputStream(bytes);
        if (content.read() != DEFLATED_JSON) {
            throw new IllegalArgumentException("values in the format of a later release");
        }
        try (InflaterInputStream in = new InflaterInputStream(content)) {
            Map<String, FeatureValue> row = new LinkedHashMap<>();
            JSON.readTree(in).properties().forEach(entry -> row.put(entry.getKey(), value(entry.getValue())));
            return row;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FeatureValue value(JsonNode node) {
        return node.isDouble()
                // also one that is not finite
                ? new FeatureValue.Numeric(node.doubleValue())
                : ManifestReader.value(node).orElse(FeatureValue.MISSING);
    }
}
