package com.rocketmat.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that prepares a company's Vault, run against a real server. */
class VaultRoleTest {

    private static final Path BUILD = Path.of("target");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void givesTheServiceAccountThePolicyHoweverOftenItRuns() throws IOException {
        Path authority = authority();
        try (OpenBaoServer vault = OpenBaoServer.start(BUILD)) {
            prepare(vault, authority, "elsewhere");
            prepare(vault, authority, "rocketmat");

            JsonNode role = vault.administrator()
                    .call("GET", "auth/kubernetes/role/rocketmat")
                    .body()
                    .path("data");
            assertThat(role.path("bound_service_account_names"))
                    .extracting(JsonNode::asText)
                    .containsExactly("rocketmat-greenhouse");
            assertThat(role.path("bound_service_account_namespaces"))
                    .extracting(JsonNode::asText)
                    .containsExactly("rocketmat");
            assertThat(role.path("token_policies")).extracting(JsonNode::asText).containsExactly("rocketmat");
            assertThat(vault.administrator()
                            .call("GET", "sys/policies/acl/rocketmat")
                            .body()
                            .at("/data/policy")
                            .asText())
                    .isEqualTo(Files.readString(Path.of("deploy/k8s/vault/rocketmat.hcl")));
        }
    }

    private void prepare(OpenBaoServer vault, Path authority, String namespace) {
        Path binary = OpenBaoBinary.find(BUILD).orElseThrow();
        ProcessBuilder script = new ProcessBuilder("sh", "deploy/k8s/vault/role.sh", namespace);
        Map<String, String> environment = script.environment();
        environment.put("PATH", binary.getParent() + ":" + environment.get("PATH"));
        environment.put("VAULT_ADDR", vault.address().toString());
        environment.put("VAULT_TOKEN", vault.administrator().token());
        environment.put("KUBERNETES_HOST", "https://127.0.0.1:6443");
        environment.put("KUBERNETES_CA", authority.toString());
        try (SandboxProcess process = SandboxProcess.start(script, directory.resolve("role.log"))) {
            assertThat(process.exit(PATIENCE)).as(process::tail).isZero();
        }
    }

    private Path authority() {
        Path store = directory.resolve("store.p12");
        Path certificate = directory.resolve("ca.pem");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(
                keytool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=cluster",
                "-alias",
                "ca",
                "-keystore",
                store,
                "-storepass",
                "sandbox");
        run(
                keytool,
                "-exportcert",
                "-rfc",
                "-alias",
                "ca",
                "-keystore",
                store,
                "-storepass",
                "sandbox",
                "-file",
                certificate);
        return certificate;
    }

    private void run(Object... command) {
        ProcessBuilder builder =
                new ProcessBuilder(Arrays.stream(command).map(Object::toString).toList());
        try (SandboxProcess process = SandboxProcess.start(builder, directory.resolve("keytool.log"))) {
            assertThat(process.exit(PATIENCE)).as(process::tail).isZero();
        }
    }
}
