package com.rocketmat;

import static com.rocketmat.sandbox.process.Within.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.OpenBaoServer;
import com.rocketmat.sandbox.vault.VaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With every kind of failure of a real OpenBao, tenants continue, and no restart is needed afterwards. */
@Tag("nightly")
class VaultTroubleIT {

    private static final String VAULT = "checks.find { it.name == 'vault' }.";

    private final PointsCustomer customer = PointsCustomer.named("steadfast").with(3);
    private final PointsCustomer neighbour = PointsCustomer.named("neighbour").with(3);
    private final OpenBaoServer vault = OpenBaoServer.start(Path.of("target"));

    @AutoClose
    private final VaultProxy proxy = VaultProxy.before(vault.address());

    @AutoClose
    private SandboxStack stack;

    @BeforeEach
    void start() {
        stack = SandboxStack.start(
                Path.of("target"), vault, List.of(customer.organisation(), neighbour.organisation()));
    }

    @Test
    @Tag("failure-vault-403")
    @Tag("failure-vault-sealed")
    @Tag("failure-vault-slow")
    void theServiceContinuesWithKnownSettingsDuringAnyFailureOfVaultAndRecovers() {
        proxy.answer(call -> true, 403, "{\"errors\":[\"permission denied\"]}");
        try (ApplicationProcess application = stack.launchApplication(
                Map.of("QUARKUS_VAULT_URL", proxy.address().toString(), "ROCKETMAT_TENANTS_REFRESH", "1s"))) {
            eventually(60)
                    .untilAsserted(() -> application
                            .health("ready")
                            .statusCode(503)
                            .body(VAULT + "data.state", equalTo("starting"))
                            .body(VAULT + "data.reason", containsString("403")));
            application.health("live").statusCode(200);
            assertThat(degraded(application)).isEqualTo(1);
            proxy.heal();
            awaitHealthy(application);

            Operator operator = stack.operator(application);
            customer.join(stack, operator, Map.of("schedule", "5s", "decisions", "features"));
            neighbour.join(stack, operator, Map.of("schedule", "5s"));
            eventually(60).until(() -> customer.allRight() && neighbour.allRight());
            failures().forEach((reason, failure) -> {
                failure.run();
                awaitDegraded(application, reason);
                customer.apply(12.5);
                eventually(30).until(customer::allRight);
                operator.tenant(customer.name()).then().statusCode(200).body("state", equalTo("ACTIVE"));
                proxy.heal();
                awaitHealthy(application);
            });
            vault.seal();
            awaitDegraded(application, "503");
            neighbour.apply(1.25);
            eventually(30).until(neighbour::allRight);
            vault.unseal();
            awaitHealthy(application);
            operator.tenant(neighbour.name()).then().statusCode(200).body("state", equalTo("ACTIVE"));
            assertReplays(operator);
        }
    }

    /** Including scores made while Vault failed. */
    private void assertReplays(Operator operator) {
        String log = "/api/tenants/" + customer.name() + "/decisions";
        List<Integer> scored = operator.get(log + "?kind=SCORED&limit=500").path("items.id");
        assertThat(scored).hasSize(customer.applications());
        for (int decision : scored) {
            operator.post(log + "/" + decision + "/replay")
                    .then()
                    .statusCode(200)
                    .body("same", equalTo(true));
        }
    }

    private Map<String, Runnable> failures() {
        Map<String, Runnable> failures = new LinkedHashMap<>();
        for (int status : List.of(403, 429, 500, 502)) {
            failures.put("answered " + status, () -> proxy.answer(call -> true, status, "{\"errors\":[\"it says\"]}"));
        }
        failures.put("did not answer", () -> proxy.delay(call -> true, Duration.ofSeconds(5)));
        failures.put("answered 404", () -> proxy.answer(call -> true, 404, "<html>no such site</html>"));
        failures.put("parent folder", () -> proxy.answer(call -> call.startsWith("LIST"), 404, "{\"errors\":[]}"));
        return failures;
    }

    private void awaitDegraded(ApplicationProcess application, String reason) {
        eventually(30)
                .untilAsserted(() -> application
                        .health("ready")
                        .statusCode(200)
                        .body(VAULT + "status", equalTo("UP"))
                        .body(VAULT + "data.state", equalTo("degraded"))
                        .body(VAULT + "data.reason", containsString(reason))
                        .body(VAULT + "data.reason", not(containsString("it says"))));
        application.health("live").statusCode(200);
        assertThat(degraded(application)).isEqualTo(1);
    }

    private static void awaitHealthy(ApplicationProcess application) {
        eventually(30)
                .untilAsserted(
                        () -> application.health("ready").statusCode(200).body(VAULT + "data.state", equalTo("ok")));
        assertThat(degraded(application)).isZero();
    }

    private static double degraded(ApplicationProcess application) {
        return application.metric("rocketmat_vault_degraded");
    }
}
