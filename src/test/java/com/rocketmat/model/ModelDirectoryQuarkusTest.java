package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.StandIn;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ModelDirectoryQuarkusTest {

    private static final String MANIFEST = CasesQuarkusTest.manifest("31.25");
    private static final String WRONG_CASE = CasesQuarkusTest.manifest("31.3");

    SandboxVault vault;

    @Inject
    Uploads uploads;

    @Inject
    ModelsConfig config;

    @Inject
    Models models;

    @Inject
    ModelStore store;

    @Inject
    ModelCards cards;

    @TempDir
    private Path directory;

    private final TenantId tenant = new TenantId("imported-" + UUID.randomUUID());
    private Path folder;
    private Path manifest;

    @BeforeEach
    void aTenantWithAFolder() throws IOException {
        WrittenSecret.broken(vault, tenant);
        folder = Files.createDirectories(directory.resolve(tenant.value()));
        Files.write(folder.resolve("m.onnx"), Graph.identity().toBytes());
        manifest = Files.writeString(folder.resolve("m.json"), MANIFEST);
    }

    @Test
    @Tag("finding-B7")
    void theCasesOfAManifestAreChecked() throws IOException {
        Files.writeString(manifest, WRONG_CASE);
        ModelDirectory imports = imports(models);
        imports.importChanges();
        assertThat(stored()).isEmpty();

        Files.writeString(manifest, MANIFEST);
        imports.importChanges();
        assertThat(stored()).hasSize(1);
    }

    /** With thousands of tenants, the trials would keep a replica busy for most of an hour. */
    @Test
    void aRestartDoesNotCheckTheCasesOfAnActiveVersion() throws IOException {
        imports(models).importChanges();
        Files.writeString(manifest, WRONG_CASE);

        try (LogTap log = new LogTap(ModelDirectory.class)) {
            imports(models).importChanges();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aCardIsImportedWhenItIsAddedOrChanged() throws IOException {
        ModelDirectory imports = imports(models);
        imports.importChanges();

        for (String card : List.of("# What it is for", "# What it is good for")) {
            Files.writeString(folder.resolve("m.md"), card);
            imports.importChanges();

            Surroundings.api()
                    .get("/api/tenants/%s/models/%s/card".formatted(tenant, onlyVersion().version))
                    .then()
                    .statusCode(200)
                    .body(equalTo(card));
        }
    }

    /** The manifest is a directory at first, with the size and time of the later file. */
    @Test
    void aFileThatBecomesReadableIsImported() throws IOException {
        Files.delete(manifest);
        Files.createDirectory(manifest);
        for (int file = 0; Files.size(manifest) < MANIFEST.length(); file++) {
            // on some file systems, a directory grows with its files
            Files.createFile(manifest.resolve(String.valueOf(file)));
        }
        FileTime time = Files.getLastModifiedTime(manifest);
        int size = (int) Files.size(manifest);
        ModelDirectory imports = imports(models);
        imports.importChanges();
        assertThat(stored()).isEmpty();

        Files.move(manifest, folder.resolve("aside"));
        Files.writeString(manifest, MANIFEST + " ".repeat(size - MANIFEST.length()));
        Files.setLastModifiedTime(manifest, time);
        imports.importChanges();

        assertThat(stored()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"false, ACTIVE", "true, SHADOW"})
    void aVersionWithoutARequiredCardIsActivatedOnceItHasOneUnlessItIsAShadow(boolean shadow, ModelState state) {
        ModelDirectory imports = imports(new OwnModels(with(config, "cardRequired", true)));
        try (LogTap log = new LogTap(ModelDirectory.class)) {
            imports.importChanges();
            assertThat(log.text()).contains("What to do: put m.md beside it");
        }
        ModelVersion version = onlyVersion();
        assertThat(version.state).isEqualTo(ModelState.UPLOADED);

        if (shadow) {
            store.shadow(tenant, version.version);
        }
        cards.replace(tenant, version.version, new ModelCard(ModelCard.Format.MARKDOWN, "# For all"));
        imports.importChanges();

        assertThat(onlyVersion().state).isEqualTo(state);
    }

    @Test
    void aQuarantinedVersionIsNotReplacedByAnotherFile() throws IOException {
        ModelDirectory imports = imports(models);
        imports.importChanges();
        assertThat(onlyVersion().state).isEqualTo(ModelState.ACTIVE);
        store.quarantine(tenant, onlyVersion().version, "it was slow");

        Files.write(folder.resolve("n.onnx"), Graph.identity().toBytes());
        Files.writeString(folder.resolve("n.json"), MANIFEST.replace("\"name\":\"m\"", "\"name\":\"n\""));
        imports.importChanges();

        assertThat(stored())
                .extracting(version -> version.state)
                .containsExactlyInAnyOrder(ModelState.UPLOADED, ModelState.QUARANTINED);
    }

    @Test
    void anActivationByAnotherReplicaIsNotAProblem() {
        Models second = new OwnModels(config) {
            @Override
            void activateFirst(TenantId id, String version) {
                store.activate(id, version);
                super.activateFirst(id, version);
            }
        };

        try (LogTap log = new LogTap(ModelDirectory.class)) {
            imports(second).importChanges();
            assertThat(log.lines()).isEmpty();
        }
        assertThat(onlyVersion().state).isEqualTo(ModelState.ACTIVE);
    }

    @Test
    void aVersionThatAnOperatorActivatesMeanwhileStaysActive() throws IOException {
        Path other = Files.write(directory.resolve("other.onnx"), Graph.plus(1).toBytes());
        String chosen = uploads.importFile(tenant, other, CasesQuarkusTest.manifest(null), Optional.empty())
                .version()
                .version;
        Models slow = new OwnModels(config) {
            @Override
            boolean wasEverActive(TenantId id) {
                boolean ever = super.wasEverActive(id);
                if (!ever) {
                    store.activate(id, chosen);
                }
                return ever;
            }
        };

        try (LogTap log = new LogTap(ModelDirectory.class)) {
            imports(slow).importChanges();
            assertThat(log.text()).contains("it does not score until it is activated");
        }
        assertThat(models.active(tenant))
                .hasValueSatisfying(active -> assertThat(active.version()).isEqualTo(chosen));
    }

    private ModelDirectory imports(Models target) {
        return new ModelDirectory(with(config, "directory", Optional.of(directory)), uploads, target);
    }

    private List<ModelVersion> stored() {
        return store.page(tenant, Set.of(ModelState.values()), ModelVersion.Place.START, 10);
    }

    private ModelVersion onlyVersion() {
        assertThat(stored()).hasSize(1);
        return stored().getFirst();
    }

    /** The application's configuration, with another value of one property. */
    static ModelsConfig with(ModelsConfig config, String property, Object value) {
        return StandIn.of(
                ModelsConfig.class,
                (_, method, arguments) -> method.getName().equals(property) ? value : method.invoke(config, arguments));
    }
}
