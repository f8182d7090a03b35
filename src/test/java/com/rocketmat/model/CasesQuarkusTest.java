package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases of a manifest, from the form to the database, which does not store them. */
@QuarkusTest
@Tag("finding-B7")
class CasesQuarkusTest {

    private static final String RIGHT = manifest("31.25");
    private static final String WRONG = manifest("31.3");

    VaultStandIn vault;
    SandboxDatabase database;

    @Inject
    Uploads uploads;

    @Inject
    ModelsConfig config;

    @Inject
    Models models;

    @TempDir
    private Path directory;

    private final String tenant = "cases-" + UUID.randomUUID();
    private Operator operator;

    @BeforeEach
    void aTenant() {
        operator = Surroundings.api();
        WrittenSecret.broken(vault, tenant);
    }

    @Test
    void casesAreCheckedEachTimeAndNotKept() {
        byte[] file = Graph.identity().toBytes();

        refused(operator.upload(tenant, file, WRONG).then())
                .body("field", equalTo("cases[0].score"))
                .body("detail", startsWith("cases[0]: expected 31.3, got 31.25;"));
        assertThat(stored()).isEmpty();

        String version = operator.upload(tenant, file, RIGHT)
                .then()
                .statusCode(201)
                .body("checks.find { it.name == 'cases' }.detail", startsWith("cases reproduced: 1, to within 0.0e+00"))
                .extract()
                .path("version");
        assertThat(row(version)).contains("cases reproduced").doesNotContain("31.25", "\"cases\":");

        refused(operator.upload(tenant, file, WRONG).then());
        operator.upload(tenant, file, RIGHT).then().statusCode(200);
        operator.upload(tenant, file, manifest(null)).then().statusCode(200);
    }

    @Test
    void theModelsDirectoryIsNoWayAround() throws IOException {
        Path folder = Files.createDirectories(directory.resolve(tenant));
        Files.write(folder.resolve("m.onnx"), Graph.identity().toBytes());
        Path manifest = Files.writeString(folder.resolve("m.json"), WRONG);
        ModelDirectory imports = new ModelDirectory(watching(directory), uploads, models);

        imports.importChanges();
        assertThat(stored()).isEmpty();

        Files.writeString(manifest, RIGHT + " ");
        imports.importChanges();
        assertThat(stored()).hasSize(1);
    }

    /** The trial of each file would keep a replica of thousands of tenants busy for most of an hour. */
    @Test
    void aRestartTriesNoCasesOfAVersionThatScores() throws IOException {
        Path folder = Files.createDirectories(directory.resolve(tenant));
        Files.write(folder.resolve("m.onnx"), Graph.identity().toBytes());
        Path manifest = Files.writeString(folder.resolve("m.json"), RIGHT);
        new ModelDirectory(watching(directory), uploads, models).importChanges();

        Files.writeString(manifest, WRONG);
        try (LogTap log = new LogTap(ModelDirectory.class)) {
            new ModelDirectory(watching(directory), uploads, models).importChanges();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aCardThatComesOrChangesLaterIsTaken() throws IOException {
        Path folder = Files.createDirectories(directory.resolve(tenant));
        Files.write(folder.resolve("m.onnx"), Graph.identity().toBytes());
        Files.writeString(folder.resolve("m.json"), RIGHT);
        ModelDirectory imports = new ModelDirectory(watching(directory), uploads, models);
        imports.importChanges();

        for (String card : List.of("# What it is for", "# What it is good for")) {
            Files.writeString(folder.resolve("m.md"), card);
            imports.importChanges();

            operator.get("/api/tenants/" + tenant + "/models/" + stored().getFirst() + "/card")
                    .then()
                    .statusCode(200)
                    .body(equalTo(card));
        }
    }

    @Test
    void aFileThatBecomesReadableIsImported() throws IOException {
        Path folder = Files.createDirectories(directory.resolve(tenant));
        Files.write(folder.resolve("m.onnx"), Graph.identity().toBytes());
        // cannot be read, and looks the same once it can
        Path manifest = Files.createDirectory(folder.resolve("m.json"));
        for (int file = 0; Files.size(manifest) < RIGHT.length(); file++) {
            // on some file systems, a folder grows with its files
            Files.createFile(manifest.resolve(String.valueOf(file)));
        }
        FileTime time = Files.getLastModifiedTime(manifest);
        int size = (int) Files.size(manifest);
        ModelDirectory imports = new ModelDirectory(watching(directory), uploads, models);
        imports.importChanges();
        assertThat(stored()).isEmpty();

        Files.move(manifest, folder.resolve("aside"));
        Files.writeString(manifest, RIGHT + " ".repeat(size - RIGHT.length()));
        Files.setLastModifiedTime(manifest, time);
        imports.importChanges();

        assertThat(stored()).hasSize(1);
    }

    private ModelsConfig watching(Path root) {
        return (ModelsConfig) java.lang.reflect.Proxy.newProxyInstance(
                ModelsConfig.class.getClassLoader(),
                new Class<?>[] {ModelsConfig.class},
                (_, method, arguments) ->
                        method.getName().equals("directory") ? Optional.of(root) : method.invoke(config, arguments));
    }

    private List<String> stored() {
        return operator.get("/api/tenants/" + tenant + "/models").path("items.version");
    }

    /** Everything that the database stores for a version. */
    private String row(String version) {
        return database.column(
                        "select (to_jsonb(v) - 'uploaded_at')::text from model_version v where version = '%s' and tenant_id = '%s'"
                                .formatted(version, tenant))
                .getFirst();
    }

    private static ValidatableResponse refused(ValidatableResponse answer) {
        return answer.statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/model-cases"))
                .body("check", equalTo("cases"))
                .body("remedy", containsString("not rounded"));
    }

    private static String manifest(String score) {
        String cases = ",'cases':[{'features':{'candidate.experience_years':31.25},'score':" + score + "}]";
        return Fixture.manifest("'candidate.experience_years'", "{'name':'y'}", score == null ? "" : cases);
    }
}
