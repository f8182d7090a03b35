package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.sandbox.LogTap;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** The log lines of two passes. */
    private static List<LogTap.Line> logged(Path directory) {
        ModelsConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ModelsConfig.class)
                .withDefaultValue("rocketmat.models.directory", directory.toString())
                .build()
                .getConfigMapping(ModelsConfig.class);
        try (LogTap tap = new LogTap(ModelDirectory.class)) {
            ModelDirectory models = new ModelDirectory(config, null, null);
            models.importChanges();
            models.importChanges();
            return tap.lines();
        }
    }
}
