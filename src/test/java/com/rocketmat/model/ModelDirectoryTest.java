package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.tenant.scope.TenantId;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** The machine may have been busy. */
    @Test
    void aFileWhoseCheckTakesTooLongIsTriedAgainOnce() throws IOException {
        assertThat(tries("model-time")).isEqualTo(2);
        assertThat(tries("model-crash")).isEqualTo(1);
    }

    /** Of a file that is always refused, in four passes. */
    private int tries(String problem) throws IOException {
        Path tenant = Files.createDirectories(folder.resolve("acme"));
        Files.createFile(tenant.resolve(problem + ".onnx"));
        Files.writeString(tenant.resolve(problem + ".json"), "{}");
        AtomicInteger tries = new AtomicInteger();
        Uploads refusing = new Uploads(null, null, null, null) {
            @Override
            Upload upload(TenantId id, Path file, String manifest, Optional<ModelCard> card) {
                if (file.endsWith(problem + ".onnx")) {
                    tries.incrementAndGet();
                }
                throw new ModelRefused(problem, "dry-batch", "model", "the check did not finish", "make it smaller");
            }
        };
        ModelDirectory models = new ModelDirectory(config(folder), refusing, null);
        for (int pass = 0; pass < 4; pass++) {
            models.importChanges();
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
