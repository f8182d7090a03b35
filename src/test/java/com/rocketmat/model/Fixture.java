package com.rocketmat.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Case;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.model.upload.Check;
import com.rocketmat.model.upload.UploadChecks;
import com.rocketmat.model.upload.UploadLimits;
import com.rocketmat.sandbox.customer.RealExports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real exports in {@code src/test/resources/models}, and helpers for manifests and checks. */
public final class Fixture {

    public static final List<String> WITH_CASES = RealExports.NAMES;
    public static final List<String> ORGANISATIONS = List.of("aurora", "borealis", "cygnus");
    /** With twenty features, or one more. */
    public static final List<String> WIDE = List.of(
            "wide_bagged",
            "wide_calibrated",
            "wide_columns",
            "wide_columns_boosted",
            "wide_columns_network",
            "wide_resume",
            "wide_resume_boosted",
            "wide_scaled_boosted",
            "wide_voting");

    /** No test's run takes this long. */
    public static final Duration LIMIT = Duration.ofMinutes(1);

    private static final List<String> PROTECTED =
            List.of("gender", "sex", "age", "birth*", "estado civil", "religi*", "idade");

    private Fixture() {}

    public static byte[] file(String name) {
        try (InputStream in = Fixture.class.getResourceAsStream("/models/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String name) {
        return new String(file(name), StandardCharsets.UTF_8);
    }

    public static Manifest manifest(String name) {
        return Manifest.parse(text(name + ".json"));
    }

    /** A manifest for one input {@code x} and the output {@code y}, which is the score. */
    public static String manifest(String features, String output, String rest) {
        return "{\"name\":\"m\",\"inputs\":[{\"input\":\"x\",\"features\":[" + features.replace('\'', '"')
                + "]}],\"output\":" + output.replace('\'', '"') + ",\"score\":{\"scale\":\"raw\",\"decimals\":2}"
                + rest.replace('\'', '"') + "}";
    }

    public static Manifest raw(String... features) {
        return Manifest.parse(manifest("'" + String.join("','", features) + "'", "{'name':'y'}", ""));
    }

    /** As {@link #raw}, with a second input {@code w}. */
    public static Manifest twoInputs(String first, String second) {
        return Manifest.parse("""
                {"name":"m","inputs":[{"input":"x","features":["%s"]},{"input":"w","features":["%s"]}],
                 "output":{"name":"y"},"score":{"scale":"raw","decimals":2}}
                """.formatted(first, second));
    }

    public static FeatureValue number(double value) {
        return new FeatureValue.Numeric(value);
    }

    public static JsonNode cases(String name) {
        try {
            return new JsonMapper().readTree(file(name + "-cases.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Map<String, FeatureValue>> rows(JsonNode cases) {
        List<Map<String, FeatureValue>> rows = new ArrayList<>();
        for (JsonNode input : cases.path("inputs")) {
            Map<String, FeatureValue> row = new HashMap<>();
            for (int i = 0; i < input.size(); i++) {
                row.put(cases.path("features").path(i).textValue(), value(input.get(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    private static FeatureValue value(JsonNode cell) {
        return switch (cell.getNodeType()) {
            case STRING -> new FeatureValue.Text(cell.textValue());
            case BOOLEAN -> new FeatureValue.Numeric(cell.booleanValue() ? 1 : 0);
            case NUMBER ->
                cell.isIntegralNumber()
                        ? new FeatureValue.Identifier(cell.longValue())
                        : new FeatureValue.Numeric(cell.doubleValue());
            default -> FeatureValue.MISSING;
        };
    }

    public static List<Check> check(byte[] file, Manifest manifest) {
        return check(file, manifest, Duration.ofSeconds(10));
    }

    public static List<Check> check(byte[] file, Manifest manifest, Duration dryBatch) {
        return passed(file, manifest, dryBatch).checks();
    }

    public static UploadChecks.Passed passed(byte[] file, Manifest manifest) {
        return passed(file, manifest, Duration.ofSeconds(10));
    }

    /** The file with this name and its manifest, including cases. */
    public static UploadChecks.Passed passed(String name) {
        return passed(file(name + ".onnx"), UploadedManifest.parse(text(name + ".json")));
    }

    public static UploadChecks.Passed passed(byte[] file, UploadedManifest uploaded) {
        return passed(file, uploaded.manifest(), uploaded.cases(), Duration.ofSeconds(10));
    }

    private static UploadChecks.Passed passed(byte[] file, Manifest manifest, Duration dryBatch) {
        return passed(file, manifest, List.of(), dryBatch);
    }

    private static UploadChecks.Passed passed(byte[] file, Manifest manifest, List<Case> cases, Duration dryBatch) {
        return new UploadChecks(limits(dryBatch), new FeatureCatalogue(), false)
                .examine(file, manifest, cases, check -> {});
    }

    public static UploadLimits limits(Duration dryBatch) {
        return new UploadLimits(1 << 20, dryBatch.toMillis(), PROTECTED, List.of("zip code"));
    }
}
