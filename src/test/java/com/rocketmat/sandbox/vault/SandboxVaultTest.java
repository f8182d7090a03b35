package com.rocketmat.sandbox.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.vault.VaultCalls.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stand-in must answer like the real server, also what the service does not ask in the tests of {@code tenant.vault}. */
class SandboxVaultTest {

    @AutoClose
    private static OpenBaoServer real;

    @AutoClose
    private static VaultStandIn standIn;

    @BeforeAll
    static void start() {
        real = OpenBaoServer.start(Path.of("target"));
        standIn = VaultStandIn.start();
        for (SandboxVault vault : List.of(real, standIn)) {
            vault.put("rocketmat/tenants/acme", Map.of("harvest_api_key", "a"));
            vault.put("rocketmat/operators", Map.of("alice", "viewer 00"));
            vault.put("elsewhere/secret", Map.of("key", "value"));
        }
    }

    static Stream<SandboxVault> vaults() {
        return Stream.of(real, standIn);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("vaults")
    void theServiceTokenReadsOnlyItsPaths(SandboxVault vault) {
        assertThat(service(vault, "GET", "secret/data/rocketmat/operators").status())
                .isEqualTo(200);
        for (Answer refused : List.of(
                service(vault, "GET", "secret/data/elsewhere/secret"),
                service(vault, "LIST", "secret/metadata/elsewhere"),
                service(vault, "LIST", "secret/metadata/"),
                service(vault, "DELETE", "secret/metadata/rocketmat/tenants/acme"),
                service(vault, "DELETE", "secret/data/rocketmat/tenants/acme"),
                new VaultCalls(vault.address(), vault.token())
                        .call("POST", "secret/data/rocketmat/tenants/acme", Map.of("data", Map.of("k", "v"))),
                new VaultCalls(vault.address(), "unknown").call("GET", "secret/data/rocketmat/tenants/acme"))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body().at("/errors").toString()).contains("permission denied");
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("vaults")
    void theServiceTokenCanLookUpAndRenewItself(SandboxVault vault) {
        JsonNode self = service(vault, "GET", "auth/token/lookup-self").body().path("data");
        assertThat(self.path("renewable").asBoolean()).isTrue();
        assertThat(self.path("policies"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("default", "rocketmat");

        JsonNode renewed = new VaultCalls(vault.address(), vault.token())
                .call("POST", "auth/token/renew-self", Map.of())
                .body()
                .path("auth");
        assertThat(renewed.path("client_token").asText()).isEqualTo(vault.token());
        assertThat(renewed.path("lease_duration").asLong()).isEqualTo(86_400);
    }

    private static Answer service(SandboxVault vault, String method, String path) {
        return new VaultCalls(vault.address(), vault.token()).call(method, path);
    }
}
