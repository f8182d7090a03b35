package com.rocketmat;

import static com.rocketmat.sandbox.Within.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.VaultStandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Vault is unavailable, at the start or later, or PostgreSQL at the start, or a setting is refused; {@link DatabaseTroubleIT} covers later failures. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("nightly")
class SurroundingsIT {

    private static final String VAULT = "checks.find { it.name == 'vault' }.";
    /** No process listens on this port, which is privileged and unassigned. */
    private static final String NOBODY = "http://127.0.0.1:4";

    private final PointsCustomer customer = PointsCustomer.named("patient").with(100);
    private final VaultStandIn vault = VaultStandIn.start();

    @AutoClose
    private SandboxStack stack;

    @BeforeEach
    void start() {
        stack = SandboxStack.start(Path.of("target"), vault, List.of(customer.organisation()));
    }

    @Test
    void withoutVaultTheServiceStartsAndWaitsAndLaterGoesOnWithWhatItKnows() {
        vault.setAway(true);
        try (ApplicationProcess application = stack.launchApplication(Map.of());
                ApplicationProcess another = stack.launchApplication(Map.of("QUARKUS_VAULT_URL", NOBODY))) {
            for (ApplicationProcess each : List.of(application, another)) {
                // two applications that start at once, beside those of other tests
                eventually(90)
                        .untilAsserted(() -> each.health("ready")
                                .statusCode(503)
                                .body(VAULT + "status", equalTo("DOWN"))
                                .body(VAULT + "data.state", equalTo("starting"))
                                .body(VAULT + "data.reason", not(equalTo("the tenants are not loaded yet"))));
                each.health("live").statusCode(200);
            }
            eventually(30)
                    .untilAsserted(() -> assertThat(another.lastLines())
                            .anySatisfy(line -> assertThat(line).contains("quarkus.vault.url")));
            another.kill();

            vault.setAway(false);
            eventually(60)
                    .untilAsserted(() ->
                            application.health("ready").statusCode(200).body(VAULT + "data.state", equalTo("ok")));
            Operator operator = stack.operator(application);
            customer.join(stack, operator, Map.of("schedule", "5s"));
            eventually(30).until(customer::allRight);

            vault.setAway(true);
            eventually(60)
                    .untilAsserted(() -> application
                            .health("ready")
                            .statusCode(200)
                            .body(VAULT + "status", equalTo("UP"))
                            .body(VAULT + "data.state", equalTo("degraded"))
                            .body(VAULT + "data.reason", not(nullValue())));
            customer.apply(77.25);
            eventually(60).until(customer::allRight);
            operator.tenant(customer.name()).then().statusCode(200).body("state", equalTo("ACTIVE"));

            vault.setAway(false);
            eventually(60).untilAsserted(() -> application.health("ready").body(VAULT + "data.state", equalTo("ok")));
        }
    }

    @Test
    void withoutItsDatabaseTheServiceDoesNotStartAndSaysWhatToDo() {
        stack.database().stop();
        try (ApplicationProcess application = stack.launchApplication(Map.of())) {
            assertThat(application.exit(Duration.ofSeconds(60))).isNotZero();
            assertThat(application.lastLines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("PostgreSQL")
                            .contains(stack.database().jdbcUrl())
                            .contains("quarkus.datasource"));
        }
    }

    @Test
    void withAShorterRetentionOfDecisionsThanTheLawAllowsTheServiceDoesNotStart() {
        try (ApplicationProcess application =
                stack.launchApplication(Map.of("ROCKETMAT_RETENTION_DECISIONS", "183d"))) {
            assertThat(application.exit(Duration.ofSeconds(60))).isNotZero();
            assertThat(application.lastLines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("rocketmat.retention.decisions")
                            .contains("184 days"));
        }
    }

    @Test
    void whereAnotherProcessHasItsPortTheServiceDoesNotStartAndSaysSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ApplicationProcess application =
                        stack.launchApplication(Map.of("QUARKUS_HTTP_PORT", String.valueOf(taken.getLocalPort())))) {
            assertThat(application.exit(Duration.ofSeconds(60))).isNotZero();
            assertThat(application.lastLines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("The service cannot start")
                            .contains("BindException")
                            .contains(String.valueOf(taken.getLocalPort())));
        }
    }
}
