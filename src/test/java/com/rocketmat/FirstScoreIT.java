package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.guide.GuidePage;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.OpenBaoBinary;
import com.rocketmat.sandbox.vault.OpenBaoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README and of the guide's page on Kubernetes lead to the first score. The latter replace the operators, so they run last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstScoreIT {

    private static final Pattern README =
            Pattern.compile("\n## Your first tenant and model\n.*?```sh\n(.*?)```.*?```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern GUIDE = Pattern.compile(
            "\n### 6\\. An operator, a tenant, a model\n.*?```sh\n(.*?)```.*?```sh\n(.*?)```", Pattern.DOTALL);
    private static final String SANDBOX = "target/sandbox.env";
    private static final String SERVICE = "http://127.0.0.1:8080";
    /** Operators are read every 30 s, here every 2 s. */
    private static final String OPERATORS_READ = "sleep 32 ";

    private static final int MINUTES = 3;

    private static final PointsCustomer ACME = PointsCustomer.named("acme").with(3);
    private static final PointsCustomer ELARA = PointsCustomer.named("elara").with(3);

    private static OpenBaoServer vault;

    @AutoClose
    private static SandboxStack stack;

    private static ApplicationProcess application;

    @TempDir
    private Path desk;

    @BeforeAll
    static void start() {
        vault = OpenBaoServer.start(Path.of("target"));
        stack = SandboxStack.start(Path.of("target"), vault, List.of(ACME.organisation(), ELARA.organisation()));
        application = stack.startApplication(Map.of());
    }

    @Test
    @Order(1)
    void theCommandsOfTheReadmeLeadToTheFirstScore() throws IOException, InterruptedException {
        Path sandbox = Files.writeString(desk.resolve("sandbox.env"), stack.shell(application, "elara"));
        var commands = README.matcher(Files.readString(Path.of("README.md")))
                .results()
                .findFirst()
                .orElseThrow();
        assertThat(commands.group(1)).contains(". " + SANDBOX + "\n", "\"rescore\": \"on-new-model\"");

        // from the root of the project, where its models are
        String said = run(commands.group(1).replace(SANDBOX, sandbox.toString()), Path.of(""));

        assertThat(said).contains("\"id\":\"elara\"", "\"healthy\": true");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(run(". " + sandbox + "\n" + commands.group(2), Path.of("")))
                        .contains("\"state\": \"WRITTEN\"", "\"reasons\": ["));
    }

    @Test
    @Order(2)
    void theCommandsOfTheGuideLeadToTheFirstScore() throws IOException, InterruptedException {
        prepare();

        String said = run(commands(), desk);

        assertThat(said).containsSubsequence("\"id\":\"acme\"", "\"state\": \"DRY\"", "\"state\": \"WRITTEN\"");
        assertThat(ACME.right()).isPositive();
    }

    /** The model, its manifest, the vault program, and a kubectl that does nothing. */
    private void prepare() throws IOException {
        Files.write(desk.resolve("engineering.onnx"), Graph.identity().toBytes());
        Files.writeString(desk.resolve("engineering.json"), PointsCustomer.MANIFEST);
        program("kubectl", "exit 0");
        program(
                "vault",
                "exec '%s' \"$@\""
                        .formatted(OpenBaoBinary.find(Path.of("target")).orElseThrow()));
    }

    private void program(String name, String line) throws IOException {
        Path file = Files.createDirectories(desk.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** The guide's, with the customer's credential and the address of the service. */
    private static String commands() throws IOException {
        String step = GUIDE.matcher(GuidePage.named("kubernetes").text())
                .results()
                .findFirst()
                .map(block -> block.group(1) + block.group(2))
                .orElseThrow();
        assertThat(step)
                .contains(
                        SERVICE, OPERATORS_READ, "harvest_client_id=…", "harvest_client_secret=…", "harvest_user_id=…");
        return step.replace(SERVICE, application.url().toString())
                .replace(OPERATORS_READ, "sleep 10 ")
                .replace(
                        "harvest_client_id=…",
                        "harvest_client_id=" + ACME.organisation().clientId())
                .replace(
                        "harvest_client_secret=…",
                        "harvest_client_secret=" + ACME.organisation().clientSecret())
                .replace(
                        "harvest_user_id=…",
                        "harvest_user_id=" + ACME.organisation().userId());
    }

    /** The output of the commands, all of which must succeed. */
    private String run(String commands, Path directory) throws IOException, InterruptedException {
        Path output = desk.resolve("output");
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(directory.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = shell.environment();
        environment.put("PATH", desk.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("VAULT_ADDR", vault.address().toString());
        environment.put("VAULT_TOKEN", vault.administrator().token());
        Process process = shell.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("not done within " + MINUTES + " minutes: " + Files.readString(output));
        }
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
