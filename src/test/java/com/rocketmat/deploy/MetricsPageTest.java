package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.guide.GuidePage;
import com.rocketmat.guide.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The guide's page lists the code's metrics and the deployed alerts. */
class MetricsPageTest {

    private static final GuidePage PAGE = GuidePage.named("metrics");

    /** A constant of a class that knows Micrometer. */
    private static final Pattern CONSTANT = Pattern.compile("String [A-Z_]+ =\\s+\"(rocketmat[_.][a-z_.]+)\";");

    private static final Pattern ROW =
            Pattern.compile("^\\| `(rocketmat_[a-z_]+)` \\| (?:gauge|counter|timer) \\|", Pattern.MULTILINE);

    /** What Prometheus appends to a counter, a timer, a gauge of bytes. */
    private static final Pattern UNIT = Pattern.compile("_(?:total|seconds|bytes)$");

    @Test
    void theTableListsTheCodesMetrics() throws IOException {
        Set<String> code = Sources.texts(Path.of("src/main/java"), ".java")
                .filter(source -> source.contains("import io.micrometer."))
                .flatMap(source -> CONSTANT.matcher(source).results())
                .map(found -> found.group(1).replace('.', '_'))
                .collect(Collectors.toSet());
        List<String> page = ROW.matcher(PAGE.text())
                .results()
                .map(found -> found.group(1))
                .map(name -> code.contains(name) ? name : UNIT.matcher(name).replaceAll(""))
                .toList();

        assertThat(page)
                .as("the rows of the table of metrics in metrics.md, written by hand")
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(code);
    }

    @Test
    void theTableListsTheDeployedAlerts() throws IOException {
        StringBuilder table = new StringBuilder("""

            | alert | severity | lasts | says |
            |---|---|---|---|
            """);
        for (JsonNode rule : Alerts.deployed().rules()) {
            table.append("| [`%s`](#%s) | %s | %s | %s |%n"
                    .formatted(
                            rule.path("alert").asText(),
                            anchor(rule),
                            rule.at("/labels/severity").asText(),
                            rule.path("for").asText("at once"),
                            // what Prometheus fills in
                            rule.at("/annotations/summary").asText().replaceAll("\\{\\{[^}]*}}", "…")));
        }
        PAGE.has("alerts", table.append('\n').toString());
    }

    private static String anchor(JsonNode rule) {
        return rule.at("/annotations/runbook").asText().replaceAll(".*#", "").toLowerCase(Locale.ROOT);
    }
}
