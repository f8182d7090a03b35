package com.rocketmat.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics that deployed objects query: autoscalers, the adapter's rules, alerts, the dashboard. */
public final class MetricsRead {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    /** What prometheus-adapter fills in. */
    private static final Pattern TEMPLATE = Pattern.compile("<<[^>]*>>");

    /** The words of PromQL that we use; any other word is taken for a metric. */
    private static final Set<String> WORDS = Set.of(
            "absent",
            "and",
            "avg_over_time",
            "by",
            "count",
            "increase",
            "label_values",
            "max",
            "or",
            "quantile_over_time",
            "rate",
            "sum");

    private MetricsRead() {}

    public static Set<String> ofWhatIsDeployed() throws IOException {
        Set<String> metrics = new TreeSet<>();
        for (Manifests manifests : Manifests.all()) {
            manifests.objects().forEach(object -> collect(object, metrics));
        }
        collect(Manifests.document(Path.of("deploy/k8s/adapter/rule.yaml")), metrics);
        return metrics;
    }

    private static void collect(JsonNode node, Collection<String> metrics) {
        node.properties().forEach(entry -> {
            String text = entry.getValue().asText();
            switch (entry.getKey()) {
                case "expr", "seriesQuery" -> metrics.addAll(names(text));
                case "metricsQuery" ->
                    metrics.addAll(names(TEMPLATE.matcher(text).replaceAll("")));
                case "query" -> {
                    // the list that a data source selector chooses from
                    if (!node.path("type").asText().equals("datasource")) {
                        metrics.addAll(names(text));
                    }
                }
                case "external" ->
                    metrics.addAll(names(entry.getValue().at("/metric/name").asText()));
                case "rocketmat-greenhouse.json" -> collect(parsed(text), metrics);
                default -> {
                    // contains no metrics itself
                }
            }
        });
        node.forEach(child -> collect(child, metrics));
    }

    /** The words of an expression without texts, labels, ranges and PromQL's own words. */
    static Set<String> names(String expression) {
        String bare = expression
                .replaceAll("\"[^\"]*\"", "")
                .replaceAll("\\{[^}]*}", "")
                .replaceAll("\\[[^]]*]", "")
                .replaceAll("\\b(by|on)\\s*\\([^)]*\\)", "")
                .replaceAll(",\\s*namespace\\)", ")");
        return NAME.matcher(bare)
                .results()
                .map(match -> match.group())
                .filter(name -> !WORDS.contains(name))
                .collect(Collectors.toSet());
    }

    private static JsonNode parsed(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("the dashboard is not valid JSON", e);
        }
    }
}
