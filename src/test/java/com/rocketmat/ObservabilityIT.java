package com.rocketmat;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.guide.GuidePage;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an operator and Prometheus see of the service. */
class ObservabilityIT {

    private static final Pattern SERIES =
            Pattern.compile("^(?<name>rocketmat_\\w+)(?:\\{(?<labels>[^}]*)})? ", Pattern.MULTILINE);

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("observed").with(12);

    @AutoClose
    private static SandboxStack stack;

    private static ApplicationProcess application;
    private static Operator operator;

    @BeforeAll
    static void start() {
        stack = SandboxStack.start(Path.of("target"), List.of(CUSTOMER.organisation()));
        application = stack.startApplication(Map.of());
        operator = stack.operator(application);
        CUSTOMER.join(stack, operator, Map.of());
        await().atMost(Duration.ofSeconds(40)).until(CUSTOMER::allRight);
    }

    @Test
    void metricsAreOnTheManagementPortAndNameNoTenant() {
        // gauges update on a timer, and writes are recorded within a second
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            String metrics = application.metrics();
            assertThat(value(metrics, "rocketmat_tenants{state=\"ACTIVE\"}")).isEqualTo(1);
            assertThat(value(metrics, "rocketmat_tenants{state=\"BLOCKED\"}")).isZero();
            assertThat(value(metrics, "rocketmat_budget_used_ratio")).isBetween(0.0, 1.0);
            assertThat(value(metrics, "rocketmat_backlog")).isZero();
            assertThat(value(metrics, "rocketmat_scores_total{outcome=\"WRITTEN\"}"))
                    .isEqualTo(CUSTOMER.applications());
            assertThat(value(metrics, "rocketmat_due_lag_seconds")).isBetween(0.0, 10.0);
            assertThat(value(metrics, "rocketmat_vault_age_seconds")).isBetween(0.0, 5.0);
            // counted when a slice ends
            assertThat(value(metrics, "rocketmat_slices_seconds_count")).isPositive();
        });
        String metrics = application.metrics();
        assertThat(value(metrics, "rocketmat_harvest_requests_total{operation=\"update_application\",outcome=\"ok\"}"))
                .isEqualTo(CUSTOMER.applications());
        assertThat(value(metrics, "rocketmat_model_cache_bytes")).isPositive();
        assertThat(value(metrics, "rocketmat_model_loads_total")).isEqualTo(1);
        assertThat(value(metrics, "rocketmat_model_evictions_total")).isZero();
        for (String outcome : List.of("discovered", "scored")) {
            assertThat(value(metrics, "rocketmat_applications_total{outcome=\"%s\"}".formatted(outcome)))
                    .as(outcome)
                    .isEqualTo(CUSTOMER.applications());
        }
        assertThat(value(metrics, "rocketmat_applications_total{outcome=\"failed\"}"))
                .isZero();
        assertThat(value(metrics, "rocketmat_slices_seconds_sum")).isPositive();
        assertThat(value(metrics, "rocketmat_scoring_seconds_sum")).isPositive();
        assertThat(value(metrics, "rocketmat_scoring_seconds_count")).isPositive();
        assertThat(metrics).doesNotContain(CUSTOMER.name()).doesNotContain("tenant=");
        given().baseUri(application.url().toString()).get("/q/metrics").then().statusCode(404);
    }

    @Test
    void everyMetricIsInTheGuideWithItsTypeAndLabels() throws IOException {
        String page = GuidePage.named("metrics").text();
        Set<String> shown = SERIES.matcher(application.metrics())
                .results()
                .map(series -> "%s %s"
                        .formatted(
                                series.group("name").replaceAll("_(?:count|sum|max|bucket)$", ""),
                                labels(series.group("labels"))))
                .collect(toSet());

        assertThat(shown).hasSizeGreaterThan(15).allSatisfy(series -> {
            String[] parts = series.split(" ", 2);
            assertThat(page).containsPattern("\n\\| `%s` \\| \\w+ \\| %s\\| ".formatted(parts[0], parts[1]));
        });
    }

    /** As the guide's table has them. */
    private static String labels(String series) {
        String names = series == null
                ? ""
                : LABEL.matcher(series)
                        .results()
                        .map(label -> "`" + label.group(1) + "`")
                        .sorted()
                        .collect(joining(", "));
        return names.isEmpty() ? "" : names + " ";
    }

    @Test
    void theJsonLogHasALineForEachStateOfATenantAndNoneForApplications() throws IOException {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(states().getLast()).isEqualTo("ACTIVE"));
        List<String> before = states();
        for (String change : List.of("pause", "resume")) {
            operator.post("/api/tenants/" + CUSTOMER.name() + "/" + change)
                    .then()
                    .statusCode(200);
            operator.post("/api/tenants/" + CUSTOMER.name() + "/" + change)
                    .then()
                    .statusCode(200);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(states()).hasSize(before.size() + 2));
        List<String> states = states();
        assertThat(states.subList(before.size(), states.size()))
                .containsExactly("PAUSED: paused by an operator", "ACTIVE");
        assertThat(IntStream.range(1, states.size()))
                .as("lines without a change: %s", states)
                .noneMatch(line -> states.get(line).equals(states.get(line - 1)));

        List<JsonNode> lines = log();
        assertThat(lines)
                .filteredOn(line -> line.path("message").asText().contains(CUSTOMER.name()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("mdc").path("tenant").asText())
                        .as(line.toString())
                        .isEqualTo(CUSTOMER.name()));
        assertThat(lines)
                .filteredOn(line -> line.path("mdc").path("tenant").asText().equals(CUSTOMER.name()))
                .hasSizeLessThan(CUSTOMER.applications());
        List<String> ids = CUSTOMER.organisation().rows("applications").stream()
                .map(row -> row.path("id").asText())
                .toList();
        assertThat(ids).hasSize(CUSTOMER.applications());
        assertThat(lines).noneMatch(line -> ids.stream().anyMatch(line.toString()::contains));
    }

    /** The states in the log. */
    private static List<String> states() throws IOException {
        String prefix = "Tenant %s is ".formatted(CUSTOMER.name());
        return log().stream()
                .map(line -> line.path("message").asText())
                .filter(message -> message.startsWith(prefix) && !message.equals(prefix + "new"))
                .map(message -> message.substring(prefix.length()))
                .toList();
    }

    /** Fails on a line that is not JSON. */
    private static List<JsonNode> log() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        String written = Files.readString(application.log());
        // the last line may be incomplete
        for (String line : written.substring(0, written.lastIndexOf('\n')).split("\n", -1)) {
            lines.add(json.readTree(line));
        }
        return lines;
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among the metrics"));
    }
}
