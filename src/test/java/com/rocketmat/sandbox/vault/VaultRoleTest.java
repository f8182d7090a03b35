package com.rocketmat.sandbox.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.guide.GuidePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that prepares a company's Vault, run against a real server. */
class VaultRoleTest {

    @TempDir
    private static Path directory;

    private static RoleScript script;

    @AutoClose
    private static OpenBaoServer vault;

    @BeforeAll
    static void prepareTheFirstDeployment() {
        script = RoleScript.in(directory);
        vault = OpenBaoServer.start(Path.of("target"));
        script.run(vault, "rocketmat", Map.of());
    }

    @Test
    void theServiceAccountGetsThePolicyOnEveryRun() throws IOException {
        script.run(vault, "rocketmat", Map.of("VAULT_FORMAT", "json", "KUBERNETES_HOST", "https://127.0.0.1:6443/"));

        JsonNode role = role("rocketmat");
        assertThat(role.path("bound_service_account_names"))
                .extracting(JsonNode::asText)
                .containsExactly("rocketmat-greenhouse");
        assertThat(role.path("bound_service_account_namespaces"))
                .extracting(JsonNode::asText)
                .containsExactly("rocketmat");
        assertThat(role.path("token_policies")).extracting(JsonNode::asText).containsExactly("rocketmat");
        assertThat(policy(vault, "rocketmat")).isEqualTo(Files.readString(Path.of("deploy/k8s/vault/rocketmat.hcl")));
    }

    @Test
    void thePolicyInTheGuideIsSufficient() throws IOException {
        Matcher guide = Pattern.compile("```hcl\n(.*?)```", Pattern.DOTALL)
                .matcher(GuidePage.named("kubernetes").text());
        assertThat(guide.find()).isTrue();
        // the server has a policy "rocketmat" from its start
        String policy = guide.group(1).replace("rocketmat", "teams");
        Map<String, String> teams = Map.of("VAULT_ROLE", "teams", "KV_MOUNT", "teams");
        // in which nothing is there yet
        try (OpenBaoServer fresh = OpenBaoServer.start(Path.of("target"))) {
            Map<String, String> enough = new HashMap<>(teams);
            enough.put("VAULT_TOKEN", token(fresh, policy));
            script.run(fresh, "rocketmat", enough);
            script.run(fresh, "rocketmat", enough);

            assertThat(policy(fresh, "teams")).contains("path \"teams/data/rocketmat/*\"");

            Map<String, String> less = new HashMap<>(teams);
            less.put("VAULT_TOKEN", token(fresh, policy.replaceAll("path \"sys/mounts.*\n", "")));
            assertThatThrownBy(() -> script.run(fresh, "rocketmat", less)).hasMessageContaining("permission denied");
        }
    }

    private static String token(OpenBaoServer server, String policy) {
        VaultCalls administrator = server.administrator();
        administrator.demand("POST", "sys/policies/acl/platform", Map.of("policy", policy));
        return administrator
                .demand("POST", "auth/token/create", Map.of("policies", List.of("platform")))
                .body()
                .at("/auth/client_token")
                .asText();
    }

    /** Otherwise the first one's tokens would be refused from then on. */
    @Test
    void aSecondDeploymentCannotReuseTheRoleOfTheFirst() {
        JsonNode first = role("rocketmat");
        String policy = policy(vault, "rocketmat");

        assertThatThrownBy(() -> script.run(vault, "staging", Map.of("KV_MOUNT", "staging")))
                .hasMessageContaining("the role rocketmat is bound to the namespace [rocketmat], not to staging");
        assertThatThrownBy(() -> script.run(vault, "rocketmat", Map.of("KV_MOUNT", "staging")))
                .hasMessageContaining("the policy rocketmat is for the engine secret, not for staging");
        assertThatThrownBy(() -> script.run(vault, "rocketmat", Map.of("TRANSIT_MOUNT", "staging")))
                .hasMessageContaining("the policy rocketmat is for the engine transit, not for staging");
        assertThat(vault.administrator().call("GET", "sys/mounts").body().has("staging/"))
                .as("nothing was changed")
                .isFalse();
        script.run(vault, "staging", Map.of("VAULT_ROLE", "rocketmat-staging", "KV_MOUNT", "staging"));

        assertThat(role("rocketmat")).isEqualTo(first);
        assertThat(policy(vault, "rocketmat")).isEqualTo(policy);
        JsonNode second = role("rocketmat-staging");
        assertThat(second.path("bound_service_account_namespaces"))
                .extracting(JsonNode::asText)
                .containsExactly("staging");
        assertThat(second.path("token_policies")).extracting(JsonNode::asText).containsExactly("rocketmat-staging");
        assertThat(policy(vault, "rocketmat-staging"))
                .contains("path \"staging/data/rocketmat/*\"")
                .doesNotContain("\"secret/");
    }

    /** A mount reviews tokens with one cluster; those of another would be refused. */
    @Test
    void aSecondClusterNeedsItsOwnAuthMount() {
        Map<String, String> second =
                Map.of("VAULT_ROLE", "second", "KV_MOUNT", "second", "KUBERNETES_HOST", "https://127.0.0.1:7443");
        assertThatThrownBy(() -> script.run(vault, "rocketmat", second))
                .hasMessageContaining(
                        "auth/kubernetes is for the cluster https://127.0.0.1:6443, not for https://127.0.0.1:7443");
        Map<String, String> sharing =
                Map.of("AUTH_MOUNT", "second-cluster", "KUBERNETES_HOST", "https://127.0.0.1:7443");
        assertThatThrownBy(() -> script.run(vault, "rocketmat", sharing))
                .as("both would serve the same tenants")
                .hasMessageContaining(
                        "the policy rocketmat is another cluster's: auth/second-cluster has no role rocketmat");
        assertThat(vault.administrator().call("GET", "sys/mounts").body().has("second/"))
                .as("nothing was changed")
                .isFalse();
        Map<String, String> mount = new HashMap<>(second);
        mount.put("AUTH_MOUNT", "second-cluster");
        script.run(vault, "rocketmat", mount);

        assertThat(data("auth/second-cluster/config").path("kubernetes_host").asText())
                .isEqualTo("https://127.0.0.1:7443");
        assertThat(data("auth/second-cluster/role/second").path("token_policies"))
                .extracting(JsonNode::asText)
                .containsExactly("second");
        assertThat(data("auth/kubernetes/config").path("kubernetes_host").asText())
                .isEqualTo("https://127.0.0.1:6443");
    }

    private static JsonNode role(String name) {
        return data("auth/kubernetes/role/" + name);
    }

    private static JsonNode data(String path) {
        return vault.administrator().call("GET", path).body().path("data");
    }

    @Test
    void aMissingProgramIsReported() throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder("/bin/sh", "deploy/k8s/vault/role.sh").redirectErrorStream(true);
        command.environment().put("PATH", directory.toString());

        Process ended = command.start();

        assertThat(ended.getInputStream()).hasContent("role.sh: neither vault nor bao is on the PATH");
        assertThat(ended.waitFor()).isEqualTo(1);
    }

    @Test
    void aSecondRunKeepsEnginesAndKeysWithOtherNames() {
        Map<String, String> elsewhere = Map.of(
                "VAULT_ROLE", "hiring",
                "KV_MOUNT", "teams/hiring",
                "TRANSIT_MOUNT", "teams/keys",
                "TRANSIT_KEY", "hiring",
                "SIGNING_KEY", "hiring-exports");
        script.run(vault, "rocketmat", elsewhere);
        String signing = key("hiring-exports").path("keys").toString();
        script.run(vault, "rocketmat", elsewhere);

        assertThat(vault.administrator()
                        .call("GET", "sys/mounts/teams/hiring")
                        .body()
                        .at("/data/options/version")
                        .asText())
                .isEqualTo("2");
        assertThat(key("hiring").path("type").asText()).isEqualTo("aes256-gcm96");
        assertThat(key("hiring").path("latest_version").asInt()).isEqualTo(1);
        assertThat(key("hiring-exports").path("type").asText()).isEqualTo("ed25519");
        assertThat(key("hiring-exports").path("keys")).hasToString(signing);
        assertThat(policy(vault, "hiring"))
                .contains(
                        "path \"teams/hiring/detailed-metadata/rocketmat/*\"",
                        "path \"teams/keys/datakey/wrapped/hiring\"",
                        "path \"teams/keys/decrypt/hiring\"",
                        "path \"teams/keys/rewrap/hiring\"",
                        "path \"teams/keys/sign/hiring-exports\"")
                .doesNotContain("\"secret/", "\"transit/");
    }

    private static JsonNode key(String name) {
        return data("teams/keys/keys/" + name);
    }

    private static String policy(OpenBaoServer server, String name) {
        return server.administrator()
                .call("GET", "sys/policies/acl/" + name)
                .body()
                .at("/data/policy")
                .asText();
    }
}
