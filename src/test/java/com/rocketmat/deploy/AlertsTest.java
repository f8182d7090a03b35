package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deployed alerts, run by promtool: their results for a given history. */
class AlertsTest {

    private static final Path TESTS = Path.of("src/test/resources/deploy/alerts-test.yaml");

    private static Alerts alerts;

    @TempDir
    private Path directory;

    @BeforeAll
    static void readWhatIsDeployed() throws IOException {
        alerts = Alerts.deployed();
    }

    @Test
    void theRulesParse() throws IOException {
        assertThat(alerts.check(directory, rule -> {}).status()).isZero();
        assertThat(alerts.check(directory, rule -> rule.put("expr", "max(")).status())
                .as("planted")
                .isNotZero();
    }

    @Test
    void eachAlertFiresOnlyWhenItShould() throws IOException {
        Tool.Answer answer = test(rule -> {});

        assertThat(answer.status()).as(answer.both()).isZero();
    }

    @Test
    void eachAlertFiresInSomeTest() throws IOException {
        assertThat(Manifests.document(TESTS).path("tests").findValues("alert_rule_test").stream()
                        .flatMap(JsonNode::valueStream)
                        .filter(check -> !check.path("exp_alerts").isEmpty())
                        .map(check -> check.path("alertname").asText())
                        .distinct())
                .as("add the others to %s", TESTS)
                .containsExactlyInAnyOrderElementsOf(alerts.names());
    }

    @Test
    @Tag("nightly")
    void theTestsNoticeAnAlertThatAlwaysFires() throws IOException {
        Tool.Answer answer = test(rule -> rule.put("expr", "vector(1)"));

        assertThat(failed(answer)).containsExactlyInAnyOrderElementsOf(alerts.names());
    }

    @Test
    @Tag("nightly")
    void theTestsNoticeAnAlertThatDoesNotWait() throws IOException {
        List<String> waiting = alerts.rules().stream()
                .filter(rule -> rule.has("for"))
                .map(rule -> rule.path("alert").asText())
                .toList();

        Tool.Answer answer = test(rule -> rule.remove("for"));

        assertThat(waiting).hasSizeGreaterThan(8);
        assertThat(failed(answer)).containsExactlyInAnyOrderElementsOf(waiting);
    }

    @Test
    void eachAlertHasASummaryASeverityAndARunbook() throws IOException {
        for (JsonNode rule : alerts.rules()) {
            String[] runbook = rule.at("/annotations/runbook").asText().split("#");

            assertThat(runbook).as(rule.path("alert").asText()).hasSize(2);
            assertThat(headings(Path.of(runbook[0])))
                    .as("headings of %s", runbook[0])
                    .contains(runbook[1]);
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
        }
    }

    private static List<String> headings(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceAll("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** As named in promtool's failures. */
    private static List<String> failed(Tool.Answer answer) {
        assertThat(answer.status()).isNotZero();
        return answer.both()
                .lines()
                .filter(line -> line.contains("alertname: "))
                .map(line -> line.replaceAll(".*alertname: (\\w+).*", "$1"))
                .distinct()
                .toList();
    }

    private Tool.Answer test(Consumer<ObjectNode> mistake) throws IOException {
        return alerts.test(directory, Files.readString(TESTS), mistake);
    }
}
