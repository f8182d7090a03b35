package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadRemainsTest {

    private static final Instant NOW = Instant.parse("2026-12-02T10:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void onlyFilesOlderThanTenMinutesAreDeleted() throws IOException {
        aged(Files.createFile(directory.resolve("old")), 11);
        aged(Files.createFile(directory.resolve("fresh")), 9);
        aged(Files.createDirectory(directory.resolve("directory")), 11);
        Path other = aged(Files.createFile(directory.resolve("directory/other")), 11);
        Files.createSymbolicLink(directory.resolve("link"), other);

        remains(directory).delete();

        try (Stream<Path> left = Files.walk(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            directory.getFileName().toString(), "fresh", "directory", "other", "link");
        }
    }

    @Test
    void theDirectoryExistsOnlyAfterTheFirstUpload() {
        assertThatNoException()
                .isThrownBy(() -> remains(directory.resolve("missing")).delete());
    }

    private static UploadRemains remains(Path directory) {
        return new UploadRemains(directory, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Path aged(Path file, int minutes) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofMinutes(minutes))));
    }
}
