package com.rocketmat.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The deployed alerts, run by promtool. */
public final class Alerts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RULES = "rules.yaml";

    private final JsonNode deployed;
    private final JsonNode monitor;

    private Alerts(JsonNode deployed, JsonNode monitor) {
        this.deployed = deployed;
        this.monitor = monitor;
    }

    public static Alerts deployed() throws IOException {
        Manifests manifests = Manifests.rendered("overlays/production");
        return new Alerts(manifests.the("PrometheusRule").path("spec"), manifests.the("ServiceMonitor"));
    }

    /** Copies them. */
    List<ObjectNode> rules() {
        return rules(deployed.deepCopy());
    }

    private static List<ObjectNode> rules(JsonNode spec) {
        List<ObjectNode> rules = new ArrayList<>();
        spec.path("groups").forEach(group -> group.path("rules").forEach(rule -> rules.add((ObjectNode) rule)));
        return rules;
    }

    public List<String> names() {
        return rules().stream().map(rule -> rule.path("alert").asText()).toList();
    }

    /** For a replica scraped as in the manifests, with the metrics that the rules read; still empty. */
    public Past past() {
        Set<String> metrics = new TreeSet<>();
        rules().forEach(rule ->
                metrics.addAll(MetricsRead.names(rule.path("expr").asText())));
        JsonNode metadata = monitor.path("metadata");
        return new Past(
                metrics,
                Duration.parse("PT" + monitor.at("/spec/endpoints/0/interval").asText()),
                "namespace=\"%s\",job=\"%s\",pod=\"a\""
                        .formatted(
                                metadata.path("namespace").asText(),
                                metadata.path("name").asText()));
    }

    /**
     * Checks that exactly these alerts fire; if not, promtool reports which do.
     *
     * @param expected time since the first scrape
     */
    public Tool.Answer firing(Path directory, Past past, Map<Duration, Set<String>> expected) throws IOException {
        ObjectNode test = JSON.createObjectNode();
        test.put("interval", seconds(past.interval()));
        past.series(Collections.max(expected.keySet()))
                .forEach((series, values) -> test.withArray("input_series")
                        .addObject()
                        .put("series", series)
                        .put("values", values));
        expected.forEach((after, alerts) -> {
            ObjectNode asked = test.withArray("promql_expr_test")
                    .addObject()
                    .put("expr", "group by (alertname) (ALERTS{alertstate=\"firing\"})")
                    .put("eval_time", seconds(Past.BEFORE.plus(after)));
            ArrayNode samples = asked.putArray("exp_samples");
            alerts.forEach(alert -> samples.addObject()
                    .put("labels", "{alertname=\"%s\"}".formatted(alert))
                    .put("value", 1));
        });
        ObjectNode tests = JSON.createObjectNode().put("evaluation_interval", "1m");
        tests.putArray("rule_files").add(RULES);
        tests.putArray("tests").add(test);
        return test(directory, tests.toString(), rule -> {});
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }

    Tool.Answer check(Path directory, Consumer<ObjectNode> mistake) throws IOException {
        return Tool.named("promtool")
                .run("check", "rules", write(directory, mistake).toString());
    }

    Tool.Answer test(Path directory, String tests, Consumer<ObjectNode> mistake) throws IOException {
        write(directory, mistake);
        Path file = Files.writeString(directory.resolve("tests.yaml"), tests);
        return Tool.named("promtool").run("test", "rules", file.toString());
    }

    private Path write(Path directory, Consumer<ObjectNode> mistake) throws IOException {
        JsonNode rules = deployed.deepCopy();
        rules(rules).forEach(mistake);
        // JSON is YAML
        return Files.writeString(directory.resolve(RULES), rules.toString());
    }
}
