package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.OpenBaoBinary;
import com.rocketmat.sandbox.OpenBaoServer;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The last step of the README's chapter on Kubernetes, from the operator's token to the first score, with its commands unchanged.
 */
@Execution(ExecutionMode.CONCURRENT)
class FirstScoreIT {

    private static final Pattern STEP =
            Pattern.compile("\\*\\*6\\. An operator, a tenant, a model\\*\\*.*?```\n(.*?)```", Pattern.DOTALL);
    private static final String SERVICE = "http://127.0.0.1:8080";
    private static final int MINUTES = 3;

    private final PointsCustomer customer = PointsCustomer.named("acme").with(3);

    @TempDir
    private Path desk;

    @Test
    void anOperatorComesToTheFirstScore() throws IOException, InterruptedException {
        OpenBaoServer vault = OpenBaoServer.start(Path.of("target"));
        SandboxStack stack = SandboxStack.start(Path.of("target"), vault, List.of(customer.organisation()));
        try (stack;
                ApplicationProcess application = stack.startApplication(Map.of())) {
            prepare();

            Path output = desk.resolve("output");
            int status = run(commands(application), vault, output);

            assertThat(status).as(Files.readString(output)).isZero();
            assertThat(output)
                    .content()
                    .contains("\"id\":\"acme\"")
                    .contains("\"state\": \"WRITTEN\"")
                    .contains("\"applicationId\": ");
            assertThat(customer.right()).isPositive();
        }
    }

    /** What an operator has at hand: the model and its manifest, the vault program, and a kubectl that needs no cluster here. */
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

    /** With the customer's own credential in the placeholders, and the service's address. */
    private String commands(ApplicationProcess application) throws IOException {
        String step = STEP.matcher(Files.readString(Path.of("README.md")))
                .results()
                .findFirst()
                .map(block -> block.group(1))
                .orElseThrow();
        assertThat(step).contains(SERVICE, "harvest_client_id=…", "harvest_client_secret=…", "harvest_user_id=…");
        return step.replace(SERVICE, application.url().toString())
                .replace(
                        "harvest_client_id=…",
                        "harvest_client_id=" + customer.organisation().clientId())
                .replace(
                        "harvest_client_secret=…",
                        "harvest_client_secret=" + customer.organisation().clientSecret())
                .replace(
                        "harvest_user_id=…",
                        "harvest_user_id=" + customer.organisation().userId());
    }

    private int run(String commands, OpenBaoServer vault, Path output) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(desk.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = shell.environment();
        environment.put("PATH", desk.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("VAULT_ADDR", vault.address().toString());
        environment.put("VAULT_TOKEN", vault.administrator().token());
        Process process = shell.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("no score within " + MINUTES + " minutes: " + Files.readString(output));
        }
        return process.exitValue();
    }
}
