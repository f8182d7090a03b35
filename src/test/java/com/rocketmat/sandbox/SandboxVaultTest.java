package com.rocketmat.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.VaultCalls.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stand-in must answer like the real server, also what the service does not ask in the tests of {@code tenant.vault}. */
@Isolated("It changes system properties")
class SandboxVaultTest {

    private static final Path BUILD = Path.of("target");

    @AutoClose
    private static OpenBaoServer real;

    @AutoClose
    private static VaultStandIn standIn;

    @BeforeAll
    static void start() {
        real = OpenBaoServer.start(BUILD);
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
    void theServicesTokenReadsItsPathsAndNothingElse(SandboxVault vault) {
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
    void theServicesTokenLooksItselfUpAndRenewsItself(SandboxVault vault) {
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

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("vaults")
    void transitReportsWhatItRefuses(SandboxVault vault) {
        vault.administrator().call("POST", "transit/keys/some", Map.of("type", "aes256-gcm96"));
        String wrapped = transit(vault, "datakey/wrapped/some", Map.of())
                .body()
                .at("/data/ciphertext")
                .asText();
        vault.rotate("some");
        vault.forgetBefore("some", 2);

        Map<Answer, String> refusals = Map.of(
                transit(vault, "datakey/wrapped/none", Map.of()), "encryption key not found",
                transit(vault, "sign/none", Map.of("input", "AAAA")), "signing key not found",
                transit(vault, "sign/some", Map.of("input", "AAAA")), "key type aes256-gcm96 does not support signing",
                transit(vault, "decrypt/some", Map.of("ciphertext", "AAAA")), "invalid ciphertext: no prefix",
                transit(vault, "decrypt/some", Map.of("ciphertext", "vault:v9:AAAA")),
                        "invalid ciphertext: version is too new",
                transit(vault, "decrypt/some", Map.of("ciphertext", "vault:v2:AAAA")), "invalid ciphertext length",
                transit(vault, "decrypt/some", Map.of("ciphertext", "vault:v2:" + "A".repeat(80))),
                        "cipher: message authentication failed",
                transit(vault, "rewrap/some", Map.of("ciphertext", wrapped)),
                        "ciphertext or signature version is disallowed by policy (too old)");
        assertThat(refusals).allSatisfy((answer, message) -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().at("/errors/0").asText()).isEqualTo(message);
        });
        assertThat(vault.administrator().call("GET", "transit/keys/none").status())
                .isEqualTo(404);
    }

    private static Answer transit(SandboxVault vault, String path, Map<String, String> request) {
        return vault.administrator().call("POST", "transit/" + path, request);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("vaults")
    void aRefusedWriteIsNotPassedOver(SandboxVault vault) {
        VaultCalls service = new VaultCalls(vault.address(), vault.token());
        Answer refused = service.call("DELETE", "secret/metadata/rocketmat/operators");

        assertThatThrownBy(() -> service.demand(refused)).hasMessageContaining("403");
    }

    @Test
    void theStandInGoesAwayAndReturnsWithItsSecrets() {
        standIn.setAway(true);
        assertThat(service(standIn, "GET", "secret/data/rocketmat/operators").status())
                .isEqualTo(503);
        standIn.setAway(false);
        assertThat(service(standIn, "GET", "secret/data/rocketmat/operators").status())
                .isEqualTo(200);
    }

    @Test
    void thePropertyChooses() {
        try {
            System.setProperty("sandbox.vault", "standin");
            try (SandboxVault chosen = SandboxVault.start(BUILD)) {
                assertThat(chosen).isInstanceOf(VaultStandIn.class);
            }
            System.setProperty("sandbox.vault", "openbao");
            try (SandboxVault chosen = SandboxVault.start(BUILD)) {
                assertThat(chosen).isInstanceOf(OpenBaoServer.class);
            }
            System.setProperty("sandbox.vault", "etcd");
            assertThatThrownBy(() -> SandboxVault.start(BUILD)).hasMessageContaining("not etcd");
        } finally {
            System.clearProperty("sandbox.vault");
        }
    }

    private static Answer service(SandboxVault vault, String method, String path) {
        return new VaultCalls(vault.address(), vault.token()).call(method, path);
    }
}
