package com.rocketmat.console.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.training.Card.Part;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Formats the report of a training. Parses it as JSON and skips missing parts, since another release may have written it. */
final class ReportText {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_FEATURES = 10;

    private ReportText() {}

    /** A missing node for null and for invalid JSON. */
    static JsonNode read(String json) {
        try {
            return json == null ? MissingNode.getInstance() : JSON.readTree(json);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    /** Null if there is no report. */
    static String headline(String report) {
        return read(report).path("headline").textValue();
    }

    static List<Part> parts(JsonNode report) {
        List<Part> parts = new ArrayList<>();
        if (report.path("model").isObject()) {
            List<String> quality = new ArrayList<>();
            quality.add("This model: " + quality(report.path("model")));
            report.path("comparisons")
                    .forEach(other ->
                            quality.add(Formats.capital(other.path("what")
                                            .asText(other.path("name").asText())) + ": "
                                    + quality(other.path("quality"))
                                    + "; difference " + interval(other.path("difference"))));
            double parity = report.path("parity").asDouble(Double.NaN);
            if (Double.isFinite(parity)) {
                BigDecimal max = BigDecimal.valueOf(parity).round(new MathContext(2, RoundingMode.UP));
                quality.add(String.format(
                        Locale.ROOT, "The file's probabilities differ from the trainer's by at most %.1e", max));
            }
            parts.add(new Part("On the test part, which it has not seen", quality));
            add(parts, "Calibration", calibration(report.path("model").path("calibration")));
        }
        add(parts, "What it learned from", rows(report));
        add(parts, "The features that matter", features(report.path("features")));
        add(
                parts,
                "Left out",
                each(report.path("leftOut"))
                        .map(item -> item.path("what").asText() + ": "
                                + item.path("why").asText())
                        .toList());
        return parts;
    }

    private static List<String> calibration(JsonNode deciles) {
        return each(deciles)
                .map(decile -> String.format(
                        Locale.ROOT,
                        "%.0f %% predicted, %.0f %% observed, in %s",
                        100 * decile.path("predicted").asDouble(),
                        100 * decile.path("observed").asDouble(),
                        Formats.count(decile.path("rows").asInt(), "application")))
                .toList();
    }

    private static List<String> rows(JsonNode report) {
        List<String> rows = new ArrayList<>();
        for (String part : List.of("train", "tune", "test")) {
            JsonNode rowsOfPart = report.path(part);
            if (rowsOfPart.isObject()) {
                rows.add("%s: %s, %s of them positive, decided from %s to %s"
                        .formatted(
                                Formats.capital(part),
                                Formats.count(rowsOfPart.path("rows").asInt(), "application"),
                                Formats.number(rowsOfPart.path("positives").asInt()),
                                rowsOfPart.path("from").asText(),
                                rowsOfPart.path("to").asText()));
            }
        }
        return rows;
    }

    private static List<String> features(JsonNode features) {
        return each(features)
                .limit(MAX_FEATURES)
                .map(item -> "%s: without it the AUC is lower by %s%s"
                        .formatted(
                                item.path("feature").asText(),
                                decimal(item.path("loss")),
                                item.path("warning").isTextual()
                                        ? " (warning: " + item.path("warning").textValue() + ")"
                                        : ""))
                .toList();
    }

    private static String quality(JsonNode quality) {
        String within = quality.path("aucWithinJobs").isNumber()
                ? ", within jobs " + decimal(quality.path("aucWithinJobs"))
                : "";
        String loss = quality.path("logLoss").isNumber() ? ", log loss " + decimal(quality.path("logLoss")) : "";
        return "AUC " + interval(quality.path("auc")) + within + loss;
    }

    private static String interval(JsonNode interval) {
        return "%s (%s to %s)"
                .formatted(
                        decimal(interval.path("value")), decimal(interval.path("low")), decimal(interval.path("high")));
    }

    private static String decimal(JsonNode number) {
        return String.format(Locale.ROOT, "%.3f", number.asDouble()).replace('-', '−');
    }

    private static void add(List<Part> parts, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            parts.add(new Part(title, lines));
        }
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
