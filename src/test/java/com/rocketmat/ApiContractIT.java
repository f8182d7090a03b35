package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.Schemathesis;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The application answers any input as its API description says. */
@Tag("nightly")
class ApiContractIT {

    private static final PointsCustomer CUSTOMER = PointsCustomer.named("acme").with(5);
    /** Fuzzed calls of each operation. */
    private static final String EXAMPLES = System.getProperty("rocketmat.contract.examples", "4");

    private static final String CHECKS =
            "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";

    @AutoClose
    private static SandboxStack stack;

    private static ApplicationProcess application;
    private static Operator operator;
    private static Schemathesis schemathesis;

    @BeforeAll
    static void start() {
        schemathesis = Schemathesis.install(Path.of("target"))
                .orElseGet(() -> Assumptions.abort(
                        "Schemathesis cannot be installed: it takes Python 3 with its module venv, and PyPI"));
        stack = SandboxStack.start(Path.of("target"), List.of(CUSTOMER.organisation()));
        application = stack.startApplication(Map.of());
        operator = stack.operator(application);
        CUSTOMER.join(stack, operator, Map.of());
        await().atMost(Duration.ofSeconds(40)).until(CUSTOMER::allRight);
    }

    @Test
    void anyCallIsAnsweredAsDescribed() {
        Schemathesis.Outcome outcome = asked("anything", "", List.of());

        assertThat(outcome.passed()).as(outcome.said()).isTrue();
        assertThat(serverErrors()).isEmpty();
    }

    @Test
    void callsAboutAKnownTenantAndVersionAreAnsweredAsDescribed() {
        // the other test may have purged it; then it returns as a new tenant
        await().atMost(Duration.ofSeconds(40))
                .until(() -> operator.tenant(CUSTOMER.name()).statusCode() == 200);
        String version = operator.giveModel(CUSTOMER.name(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        String settings = """
                [parameters]
                tenant = "%s"
                version = "%s"
                """.formatted(CUSTOMER.name(), version);

        Schemathesis.Outcome outcome =
                asked("known", settings, List.of("--include-path-regex", "\\{tenant\\}", "--exclude-method", "DELETE"));

        assertThat(outcome.passed()).as(outcome.said()).isTrue();
        assertThat(serverErrors()).isEmpty();
    }

    @Test
    void anAnswerThatContradictsTheDescriptionIsDetected() throws IOException {
        String description = operator.get("/q/openapi?format=json").asString();
        assertThat(description).contains("\"pausedBy\"");
        Path wrong = Files.writeString(
                Path.of("target/schemathesis/wrong.json"), description.replace("\"pausedBy\"", "\"stoppedBy\""));
        List<String> arguments =
                new ArrayList<>(arguments(wrong.toAbsolutePath().toString()));
        arguments.addAll(List.of("--url", application.url().toString(), "--include-path", "/api/status"));

        Schemathesis.Outcome outcome = schemathesis.run("wrong", "", arguments);

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.said()).contains("stoppedBy");
    }

    private static Schemathesis.Outcome asked(String name, String settings, List<String> more) {
        List<String> arguments = new ArrayList<>(arguments(application.url() + "/q/openapi?format=json"));
        arguments.addAll(more);
        return schemathesis.run(name, settings, arguments);
    }

    private static List<String> arguments(String description) {
        return List.of(
                description,
                "--header",
                "Authorization: Bearer " + stack.operatorToken(),
                "--checks",
                CHECKS,
                "--phases",
                "examples,coverage,fuzzing",
                "--max-examples",
                EXAMPLES,
                "--seed",
                "20261125",
                "--request-timeout",
                "60",
                "--suppress-health-check",
                "all",
                "--continue-on-failure");
    }

    /** Faults of the service are logged, regardless of the answer. */
    private static List<String> serverErrors() {
        try {
            return Files.readAllLines(application.log()).stream()
                    .filter(line -> line.contains("\"level\":\"ERROR\""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
