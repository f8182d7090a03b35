package com.rocketmat.decision.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.decision.Subject;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The export for an auditor, verified with the commands of the guide. */
@QuarkusTest
class SignedExportQuarkusTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** More than are read at once. */
    private static final int ROWS = 2_345;

    private static final Pattern COMMANDS = Pattern.compile("```sh\\n(PUBLIC_KEY=.*?)```", Pattern.DOTALL);

    VaultStandIn vault;

    @Inject
    Decisions decisions;

    @TempDir
    private Path directory;

    private final TenantId tenant = new TenantId("signed-" + UUID.randomUUID());

    @BeforeEach
    void aTenant() {
        WrittenSecret.broken(vault, tenant.value());
    }

    @AfterEach
    void vaultAnswersAgain() {
        vault.setAway(false);
        vault.setSignatures(Integer.MAX_VALUE);
    }

    @Test
    void theCommandsOfTheGuideVerifyAnExport() throws IOException, InterruptedException {
        record(ROWS);
        String file = export("?signed=true").then().statusCode(200).extract().asString();
        List<String> lines = file.lines().toList();

        assertThat(lines).hasSize(ROWS + 2);
        JsonNode first = JSON.readTree(lines.getFirst());
        assertThat(first.path("tenant").asText()).isEqualTo(tenant.value());
        assertThat(first.path("since").asLong()).isZero();
        assertThat(JSON.readTree(lines.get(ROWS)).path("id").asLong()).isEqualTo(ROWS);
        JsonNode last = JSON.readTree(lines.getLast());
        assertThat(last.path("algorithm").asText()).isEqualTo("Ed25519");
        assertThat(last.path("keyVersion").asInt()).isPositive();
        assertThat(verify(file)).contains("Signature Verified Successfully");
        assertThat(verify(file.replaceFirst("SCORED", "GONE"))).doesNotContain("Successfully");
        assertThat(verify(file.replaceFirst(tenant.value(), "another"))).doesNotContain("Successfully");
        assertThat(verify(file.replaceFirst("\n[^\n]*", ""))).doesNotContain("Successfully");
    }

    @Test
    void anExportMayStartAfterARowOrBeEmpty() throws IOException, InterruptedException {
        assertThat(verify(export("?signed=true").asString())).contains("Signature Verified Successfully");
        record(3);
        String file = export("?signed=true&since=2").asString();

        assertThat(file.lines()).hasSize(3);
        assertThat(JSON.readTree(file.lines().toList().get(1)).path("id").asLong())
                .isEqualTo(3);
        assertThat(verify(file)).contains("Signature Verified Successfully");
        assertThat(verify(export("?signed=true&since=" + Long.MAX_VALUE).asString()))
                .contains("Signature Verified Successfully");
    }

    @Test
    void anUnsignedExportHasOnlyRows() throws IOException {
        record(2);
        vault.setAway(true);
        List<String> lines =
                export("").then().statusCode(200).extract().asString().lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(JSON.readTree(lines.getFirst()).path("kind").asText()).isEqualTo("SCORED");
    }

    @Test
    void withoutVaultASignedExportIsRefusedBeforeTheFirstRow() {
        vault.setAway(true);
        export("?signed=true")
                .then()
                .statusCode(503)
                .header("Retry-After", "60")
                .body("type", equalTo("/problems/vault-key-away"))
                .body("detail", containsString("sign/rocketmat-signing"));
        export("?since=-1").then().statusCode(400).body("field", equalTo("since"));
    }

    @Test
    void aSignatureRefusedAtTheEndTruncatesTheFileAndIsAudited() {
        record(ROWS);
        // for the attempt before the first row
        vault.setSignatures(1);

        assertThatThrownBy(() ->
                        export("?signed=true").then().statusCode(200).extract().asString())
                .isInstanceOf(Exception.class);

        assertAudited("FAILED", "2000");
        vault.setSignatures(Integer.MAX_VALUE);
        export("?signed=true").then().statusCode(200);
        assertAudited("COMPLETED", String.valueOf(ROWS));
    }

    @Test
    void aSignatureRefusedBeforeTheFirstByteIsAProblem() {
        record(2);
        vault.setSignatures(1);

        export("?signed=true").then().statusCode(503).body("type", equalTo("/problems/vault-key-away"));
        assertAudited("FAILED", "0");
    }

    /** The last entry of the audit log. */
    private void assertAudited(String phase, String rows) {
        await().untilAsserted(() -> Surroundings.operator()
                .get("/api/tenants/{t}/audit", tenant.value())
                .then()
                .body("items[0].phase", equalTo(phase))
                .body("items[0].details.rows", equalTo(rows)));
    }

    private void record(int rows) {
        List<Fact> facts = LongStream.rangeClosed(1, rows)
                .mapToObj(row -> Fact.of(
                        DecisionKind.SCORED, new Subject(70L, row), "a".repeat(64), BigDecimal.valueOf(row), null))
                .toList();
        QuarkusTransaction.requiringNew().run(() -> decisions.record(tenant, facts));
    }

    private Response export(String query) {
        return Surroundings.operator().get("/api/tenants/" + tenant + "/decisions/export" + query);
    }

    /** The output of openssl. */
    private String verify(String file) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("decisions.ndjson"), file);
        Matcher guide = COMMANDS.matcher(Files.readString(Path.of("src/site/markdown/decisions-sealed.md")));
        assertThat(guide.find()).isTrue();
        ProcessBuilder shell = new ProcessBuilder(
                        "sh", "-c", guide.group(1).replace("PUBLIC_KEY=…", "PUBLIC_KEY=" + publicKey()))
                .directory(directory.toFile())
                .redirectErrorStream(true);
        Process process = shell.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(printed.contains("Successfully") ? 0 : 1);
        return printed;
    }

    private String publicKey() {
        return vault.administrator()
                .call("GET", "transit/keys/rocketmat-signing")
                .body()
                .at("/data/keys/1/public_key")
                .asText();
    }
}
