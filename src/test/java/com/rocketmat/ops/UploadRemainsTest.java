package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadRemainsTest {

    @TempDir
    private Path directory;

    @Test
    void onlyFilesOfAFormerProcessAreDeleted() throws IOException {
        Files.createFile(directory.resolve("left"));
        Files.createDirectory(directory.resolve("directory"));
        Path other = Files.createFile(directory.resolve("directory/other"));
        Files.createSymbolicLink(directory.resolve("link"), other);
        UploadRemains remains = new UploadRemains(directory);
        Files.createFile(directory.resolve("fresh"));

        remains.delete();
        remains.delete();

        try (Stream<Path> left = Files.walk(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            directory.getFileName().toString(), "fresh", "directory", "other", "link");
        }
    }

    @Test
    void theDirectoryExistsOnlyAfterTheFirstUpload() {
        assertThatNoException().isThrownBy(() -> new UploadRemains(directory.resolve("missing")).delete());
    }
}
