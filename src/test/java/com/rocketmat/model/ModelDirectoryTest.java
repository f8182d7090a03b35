package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.tenant.scope.TenantId;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDirectoryTest {

    @TempDir
    private Path folder;

    @Test
    void aDirectoryThatDoesNotExistOrIsAFileIsReportedOnce() throws IOException {
        for (Path wrong : List.of(folder.resolve("absent"), Files.createFile(folder.resolve("file")))) {
            assertThat(logged(wrong))
                    .singleElement()
                    .extracting(LogTap.Line::text)
                    .asString()
                    .contains(wrong.toString(), "rocketmat.models.directory");
        }
    }

    @Test
    void anEmptyDirectoryIsNotReported() {
        assertThat(logged(folder)).isEmpty();
    }

    /** As one of another user; here, a link to itself. */
    @Test
    void aFolderThatCannotBeReadIsReportedOnce() throws IOException {
        Path tenant = folder.resolve("acme");
        Files.createSymbolicLink(tenant, tenant);

        assertThat(logged(folder))
                .singleElement()
                .extracting(LogTap.Line::text)
                .asString()
                .contains(tenant.toString(), "give the service's user access to it");
    }

    /** The machine may have been busy or short of memory. */
    @ParameterizedTest
    @CsvSource({"model-time, 2", "model-crash, 2", "model-operators, 1"})
    void aFileWhoseCheckTakesTooLongOrDiesIsTriedAgainOnce(String problem, int tries) throws IOException {
        assertThat(tries(problem, _ -> {})).isEqualTo(tries);
    }

    /** As a network volume may be. */
    @Test
    void aFolderThatWasAwayIsNotImportedAgain() throws IOException {
        Path away = folder.resolveSibling(folder.getFileName() + "-away");

        assertThat(tries("model-format", pass -> rename(pass % 2 == 1 ? folder : away, pass % 2 == 1 ? away : folder)))
                .isEqualTo(1);
    }

    private static void rename(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a file that is always refused, each time in other words, in four passes. */
    private int tries(String problem, IntConsumer afterPass) throws IOException {
        Path tenant = Files.createDirectories(folder.resolve("acme"));
        Files.createFile(tenant.resolve(problem + ".onnx"));
        Files.writeString(tenant.resolve(problem + ".json"), "{}");
        AtomicInteger tries = new AtomicInteger();
        Uploads refusing = new Uploads(null, null, null, null) {
            @Override
            Upload importFile(TenantId id, Path file, String manifest, Optional<ModelCard> card) {
                if (file.endsWith(problem + ".onnx")) {
                    tries.incrementAndGet();
                }
                throw new ModelRefused(
                        problem, "dry-batch", "model", "check %s did not finish".formatted(tries), "make it smaller");
            }
        };
        ModelDirectory models = new ModelDirectory(config(folder), refusing, null);
        for (int pass = 1; pass <= 4; pass++) {
            models.importChanges();
            afterPass.accept(pass);
        }
        return tries.get();
    }

    /** The log lines of two passes. */
    private static List<LogTap.Line> logged(Path directory) {
        try (LogTap tap = new LogTap(ModelDirectory.class)) {
            ModelDirectory models = new ModelDirectory(config(directory), null, null);
            models.importChanges();
            models.importChanges();
            return tap.lines();
        }
    }

    private static ModelsConfig config(Path directory) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ModelsConfig.class)
                .withDefaultValue("rocketmat.models.directory", directory.toString())
                .build()
                .getConfigMapping(ModelsConfig.class);
    }
}
