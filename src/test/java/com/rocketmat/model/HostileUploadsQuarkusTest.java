package com.rocketmat.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.console.Browser;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are too large or malformed; after each of them, a good model is accepted. */
@QuarkusTest
class HostileUploadsQuarkusTest {

    private static final String MANIFEST = Fixture.manifest("'candidate.experience_years'", "{'name':'y'}", "");
    private static final int MEGABYTE = 1 << 20;
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    VaultStandIn vault;

    @Inject
    Uploads uploads;

    @ConfigProperty(name = "quarkus.http.body.uploads-directory")
    Path files;

    @TempDir
    private Path directory;

    private final String tenant = "hostile-" + UUID.randomUUID();
    private Operator operator;

    @BeforeEach
    void aTenant() {
        operator = Surroundings.api();
        WrittenSecret.broken(vault, tenant);
    }

    @AfterEach
    void aGoodModelIsAccepted() {
        operator.upload(tenant, Graph.identity().toBytes(), MANIFEST).then().statusCode(201);
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws IOException {
        refused(upload(9), "model-size").body("remedy", containsString("rocketmat.models.max-file"));
    }

    @Test
    @Tag("failure-model-file")
    void aFileOfTwoGigabytesIsRefusedUnread() throws IOException {
        Path file = directory.resolve("huge.onnx");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(2L << 30);
        }

        assertThatExceptionOfType(ModelRefused.class)
                .isThrownBy(() -> uploads.importFile(new TenantId(tenant), file, MANIFEST, Optional.empty()))
                .satisfies(refused -> assertThat(refused.getType()).hasToString("/problems/model-size"));
    }

    @Test
    void anUploadIsRetriedLaterIfNoProcessStarts() {
        String java = System.setProperty("java.home", "/nowhere");
        try {
            operator.upload(tenant, Graph.identity().toBytes(), MANIFEST + " ")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "30")
                    .body("type", equalTo("/problems/busy"));
            Browser.signedIn(Surroundings.OPERATOR)
                    .upload(Graph.identity().toBytes(), MANIFEST + " ")
                    .post("/console/tenants/" + tenant + "/models")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "30")
                    .contentType("text/html;charset=UTF-8")
                    .body(containsString("try again in 30 s"));
        } finally {
            System.setProperty("java.home", java);
        }
    }

    @Test
    void aFormWithTooManyFieldsIsRefused() {
        var request = Surroundings.operator().accept("application/json");
        IntStream.range(0, 2_000).forEach(field -> request.multiPart("field-" + field, "x"));

        request.post("/api/tenants/" + tenant + "/models")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    /** 160 MB of zeros, more than a body may have, in 160 kB: as a file, and as an encoded body. */
    @Test
    void compressedUploadsAreNotUnpacked() throws IOException {
        byte[] bomb = bomb();
        assertThat(bomb).hasSizeLessThan(2 * MEGABYTE);

        refused(operator.upload(tenant, bomb, MANIFEST).then(), "model-format");
        Surroundings.operator()
                .header("Content-Encoding", "gzip")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .body(bomb)
                .post("/api/tenants/" + tenant + "/models")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void aLongManifestIsAcceptedAsATextPart() {
        operator.upload(tenant, Graph.plus(1).toBytes(), MANIFEST + " ".repeat(20_000))
                .then()
                .statusCode(201);
    }

    @Test
    void anUnknownOrRepeatedPartIsRefusedAndNotKept() {
        refused(
                form().multiPart("crad", "card.md", "# Engineers".getBytes(UTF_8)),
                "crad",
                "use model, manifest and card");
        refused(form().multiPart("model", "other.onnx", Graph.identity().toBytes()), "model", "send it once");
        refused(form().multiPart("manifest", "m.json", MANIFEST.getBytes(UTF_8)), "manifest", "send it once");

        operator.get("/api/tenants/" + tenant + "/models").then().body("items", empty());
        await().until(() -> Optional.ofNullable(files.toFile().list()).orElse(new String[0]).length == 0);
    }

    private RequestSpecification form() {
        return Surroundings.operator()
                .accept("application/json")
                .multiPart("model", "model.onnx", Graph.identity().toBytes())
                .multiPart("manifest", MANIFEST);
    }

    private void refused(RequestSpecification form, String part, String remedy) {
        refused(form.post("/api/tenants/" + tenant + "/models").then(), "model-form")
                .body("field", equalTo(part))
                .body("remedy", equalTo(remedy));
    }

    @Test
    void aRequestWithoutAContentTypeLacksTheModel() {
        var call = Surroundings.operator().noContentType();

        refused(call.post("/api/tenants/" + tenant + "/models").then(), "model-form")
                .body("field", equalTo("model"));
    }

    /** Even while the server still cleans up after the last one. */
    @Test
    void theNextUploadIsAdmittedAsSoonAsTheLastIsAnswered() {
        CompletableFuture<Void> cleanedUp = new CompletableFuture<>();
        SlowCleanup.until = cleanedUp;
        try {
            refused(uploadOfAManifest(), "model-form");
            SlowCleanup.until = NOW;
            refused(uploadOfAManifest(), "model-form").body("field", equalTo("model"));
        } finally {
            cleanedUp.complete(null);
        }
    }

    /** Waits after the response is sent, before the other completion callbacks. */
    @Singleton
    static class SlowCleanup {

        private static volatile CompletableFuture<Void> until = NOW;

        @ModelUpload
        @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHENTICATION - 1)
        void register(ResteasyReactiveContainerRequestContext request) {
            CompletableFuture<Void> cleanedUp = until;
            ((ResteasyReactiveRequestContext) request.getServerRequestContext())
                    .registerCompletionCallback(_ -> cleanedUp.join());
        }
    }

    private ValidatableResponse uploadOfAManifest() {
        return Surroundings.operator()
                .accept("application/json")
                .multiPart("manifest", MANIFEST)
                .post("/api/tenants/" + tenant + "/models")
                .then();
    }

    /** From a file: REST-assured would print the bytes. */
    private ValidatableResponse upload(int megabytes) throws IOException {
        Path file = Files.write(directory.resolve("zeros.onnx"), new byte[megabytes * MEGABYTE]);
        return Surroundings.operator()
                .accept("application/json")
                .multiPart("model", file.toFile())
                .multiPart("manifest", MANIFEST)
                .post("/api/tenants/" + tenant + "/models")
                .then();
    }

    private static ValidatableResponse refused(ValidatableResponse answer, String problem) {
        return answer.statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/" + problem));
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
            gzip.write(new byte[16 * MEGABYTE]);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int members = 0; members < 10; members++) {
            member.writeTo(packed);
        }
        return packed.toByteArray();
    }
}
