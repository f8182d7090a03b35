package com.rocketmat;

import static com.rocketmat.sandbox.process.Within.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.OpenBaoServer;
import com.rocketmat.sandbox.vault.RoleScript;
import com.rocketmat.sandbox.vault.TokenReviewer;
import com.rocketmat.sandbox.vault.VaultCalls;
import com.rocketmat.sandbox.vault.VaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How the service obtains and renews its token, with a real OpenBao and tokens that last seconds. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("nightly")
class VaultAuthIT {

    private static final String LOGIN = "auth/kubernetes/login";
    private static final String RENEWAL = "auth/token/renew-self";

    @TempDir
    private Path directory;

    private final OpenBaoServer vault = OpenBaoServer.start(Path.of("target"));

    @AutoClose
    private final VaultProxy proxy = VaultProxy.before(vault.address());

    private final VaultCalls administrator = vault.administrator();

    @AutoClose
    private SandboxStack stack;

    private volatile String token;

    @BeforeEach
    void start() {
        stack = SandboxStack.start(
                Path.of("target"), vault, List.of(PointsCustomer.named("absent").organisation()));
    }

    @Test
    void aPodLogsInWithItsServiceAccountAndAgainWhenItsTokenExpires() throws IOException {
        try (TokenReviewer kubernetes = TokenReviewer.start("hiring", "rocketmat-greenhouse")) {
            administrator.call("POST", "sys/namespaces/teams");
            RoleScript.in(directory)
                    .run(
                            vault,
                            "hiring",
                            Map.of(
                                    "VAULT_NAMESPACE", "teams",
                                    "KV_MOUNT", "kv-hiring",
                                    "KUBERNETES_HOST", kubernetes.address().toString()));
            // renewed every two seconds until ten have passed
            administrator.call(
                    "POST",
                    "teams/auth/kubernetes/role/rocketmat",
                    Map.of("token_period", 0, "token_ttl", "4s", "token_max_ttl", "10s"));
            put("teams/kv-hiring/data/rocketmat/operators", Map.of("sandbox", operator()));
            Path jwt = Files.writeString(directory.resolve("token"), kubernetes.token());
            try (ApplicationProcess application = application(() -> Map.of(
                    "QUARKUS_VAULT_AUTHENTICATION_CLIENT_TOKEN", "",
                    "QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_ROLE", "rocketmat",
                    "QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_JWT_TOKEN_PATH", jwt.toString(),
                    "QUARKUS_VAULT_TLS_USE_KUBERNETES_CA_CERT", "false",
                    "QUARKUS_VAULT_ENTERPRISE_NAMESPACE", "teams",
                    "QUARKUS_VAULT_KV_SECRET_ENGINE_MOUNT_PATH", "kv-hiring",
                    "QUARKUS_VAULT_RENEW_GRACE_PERIOD", "2S"))) {
                put("teams/kv-hiring/data/rocketmat/tenants/early", tenant("early"));
                awaitActive(application, "early");
                eventually(40).until(() -> count(LOGIN) >= 3);
                assertThat(count(RENEWAL)).isPositive();
                put("teams/kv-hiring/data/rocketmat/tenants/late", tenant("late"));
                awaitActive(application, "late");
                assertThat(count(LOGIN))
                        .as("one login serves many calls")
                        .isLessThan(proxy.calls().size() / 3L);
                awaitHealthy(application);
            }
        }
    }

    @Test
    @Tag("finding-B9")
    void aConfiguredTokenIsRenewedBeyondItsPeriod() {
        try (ApplicationProcess application = application(() -> {
            Map<String, String> environment = token(Map.of("period", "40s"));
            Thread.startVirtualThread(this::keepTokenUntilItIsUsed);
            return environment;
        })) {
            // at the start and after each half period: the third is after the original expiry
            eventually(90).until(() -> count(RENEWAL) >= 3);
            put("secret/data/rocketmat/tenants/late", tenant("late"));
            awaitActive(application, "late");
            awaitHealthy(application);
        }
    }

    @Test
    @Tag("finding-B9")
    void aTokenThatCannotBeRenewedIsReportedAndKnownTenantsContinue() {
        put("secret/data/rocketmat/tenants/early", tenant("early"));
        try (ApplicationProcess application = application(() -> token(Map.of("ttl", "10m", "renewable", false)))) {
            awaitActive(application, "early");
            eventually(30)
                    .untilAsserted(() -> assertThat(application.lastLines())
                            .anySatisfy(line -> assertThat(line)
                                    .contains("Cannot renew the configured Vault token")
                                    .doesNotContain(token)));
            administrator.demand(administrator.call("POST", "auth/token/revoke", Map.of("token", token)));
            eventually(60)
                    .untilAsserted(() -> application
                            .health("ready")
                            .statusCode(200)
                            .body("checks.find { it.name == 'vault' }.data.state", equalTo("degraded"))
                            .body("checks.find { it.name == 'vault' }.data.reason", containsString("403")));
            awaitActive(application, "early");
        }
    }

    private ApplicationProcess application(Supplier<Map<String, String>> more) {
        return stack.startApplication(() -> {
            Map<String, String> environment = new TreeMap<>(
                    Map.of("QUARKUS_VAULT_URL", proxy.address().toString(), "ROCKETMAT_TENANTS_REFRESH", "1s"));
            environment.putAll(more.get());
            return environment;
        });
    }

    /** The application may take longer to start than the token lasts. */
    private void keepTokenUntilItIsUsed() {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    administrator.demand(administrator.call("POST", "auth/token/renew", Map.of("token", token)));
                    return !proxy.calls().isEmpty();
                });
    }

    private Map<String, String> token(Map<String, Object> life) {
        Map<String, Object> wanted = new TreeMap<>(life);
        wanted.put("policies", List.of("rocketmat"));
        token = administrator
                .call("POST", "auth/token/create", wanted)
                .body()
                .at("/auth/client_token")
                .asText();
        return Map.of("QUARKUS_VAULT_AUTHENTICATION_CLIENT_TOKEN", token);
    }

    private static Map<String, String> tenant(String client) {
        return Map.of("harvest_client_id", client, "harvest_client_secret", "some", "schedule", "0 3 1 1 *");
    }

    private String operator() {
        return "operator " + SandboxStack.sha256(stack.operatorToken());
    }

    private void put(String path, Map<String, String> secret) {
        assertThat(administrator.call("POST", path, Map.of("data", secret)).status())
                .isEqualTo(200);
    }

    private long count(String path) {
        return proxy.calls().stream().filter(call -> call.endsWith(path)).count();
    }

    private void awaitActive(ApplicationProcess application, String tenant) {
        eventually(30)
                .untilAsserted(() -> stack.operator(application)
                        .tenant(tenant)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("ACTIVE")));
    }

    private static void awaitHealthy(ApplicationProcess application) {
        eventually(30)
                .untilAsserted(() -> application
                        .health("ready")
                        .statusCode(200)
                        .body("checks.find { it.name == 'vault' }.data.state", equalTo("ok")));
    }
}
