package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import com.rocketmat.guide.GuidePage;
import com.rocketmat.sandbox.customer.DecidedHistory;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's way from the export to an upload with cases, as a data scientist would go it. */
@QuarkusTest
@Tag("nightly")
class TrainingExampleQuarkusTest {

    private static final String TENANT = "trains-example";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Set<String> NEEDED = Set.of("scikit-learn", "skl2onnx", "onnx", "protobuf", "numpy", "scipy");
    private static final Pattern BLOCK = Pattern.compile("```(sh|python)\\n(.*?)```", Pattern.DOTALL);

    SandboxVault vault;
    GreenhouseSimulator greenhouse;

    @TempDir
    Path folder;

    @Test
    void theExampleMakesAModelThatPassesEveryCheck() throws IOException, InterruptedException {
        Path python = Path.of("target", "training-example").toAbsolutePath();
        assumeThat(installed(python))
                .as("Python 3 with its module venv, and PyPI, must be there for scikit-learn and skl2onnx")
                .isTrue();
        Organisation organisation = greenhouse.organisation(TENANT);
        organisation.rateLimit(10_000);
        DecidedHistory history = DecidedHistory.plant(organisation, 600, Instant.parse("2026-11-20T00:00:00Z"));
        WrittenSecret.put(vault, TENANT, organisation.secret(Map.of()));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> viewer().get("/api/tenants/" + TENANT).statusCode() == 200);

        List<List<String>> steps = steps(python);
        assertThat(steps).hasSize(3);
        for (List<String> step : steps) {
            assertThat(run(step, folder)).as(said()).isZero();
        }

        assertThat(Files.readString(folder.resolve("rows.ndjson")).lines())
                .hasSize(history.applications().size());
        String version = viewer().get("/api/tenants/" + TENANT + "/models").path("items[0].version");
        viewer().get("/api/tenants/" + TENANT + "/models/" + version)
                .then()
                .body("checks.detail", hasItem(containsString("cases reproduced: 12")));
        viewer().get("/api/tenants/" + TENANT + "/models/" + version + "/card")
                .then()
                .body("metrics", containsString("AUC 0."));
    }

    /** The blocks of the page's section. */
    private static List<List<String>> steps(Path python) throws IOException {
        String page = GuidePage.named("training").text();
        String section = page.substring(
                page.indexOf("### A model of your own from it"), page.indexOf("### What is never in it"));
        List<List<String>> steps = new ArrayList<>();
        Matcher block = BLOCK.matcher(section);
        while (block.find()) {
            steps.add(
                    block.group(1).equals("sh")
                            ? List.of("sh", "-ec", block.group(2))
                            : List.of(python.resolve("bin/python").toString(), "-c", block.group(2)));
        }
        return steps;
    }

    private static boolean installed(Path home) throws IOException, InterruptedException {
        Files.createDirectories(home);
        List<String> packages =
                new ArrayList<>(List.of(home.resolve("bin/pip").toString(), "install", "--quiet", "--retries", "1"));
        Files.readAllLines(Path.of("src/test/resources/models/requirements.txt")).stream()
                .filter(line -> NEEDED.contains(line.replaceFirst("==.*", "")))
                .forEach(packages::add);
        return (Files.isExecutable(home.resolve("bin/pip"))
                        || run(List.of("python3", "-m", "venv", home.toString()), home) == 0)
                && run(packages, home) == 0;
    }

    private String said() throws IOException {
        Path log = folder.resolve("step.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private static int run(List<String> command, Path directory) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(directory.toFile());
        builder.environment()
                .putAll(Map.of(
                        "API",
                        "http://localhost:" + RestAssured.port + "/api/tenants/" + TENANT,
                        "TOKEN",
                        Surroundings.OPERATOR,
                        "PYTHONUTF8",
                        "1"));
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("step.log").toFile());
        Process process = builder.start();
        try {
            return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly();
        }
    }

    private static RequestSpecification viewer() {
        return Surroundings.viewer().accept("application/json");
    }
}
