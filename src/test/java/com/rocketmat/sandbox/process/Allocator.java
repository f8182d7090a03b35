package com.rocketmat.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The memory settings of the images: jemalloc, which returns closed models' memory, if the machine has it; otherwise glibc's
 * default.
 */
public final class Allocator {

    private static final Path LIBRARIES = Path.of("/usr/lib");

    private Allocator() {}

    /** As environment variables. */
    public static Map<String, String> settings() {
        return jemalloc()
                .map(library -> Map.of(
                        "LD_PRELOAD",
                        library.toString(),
                        "MALLOC_CONF",
                        "background_thread:true,dirty_decay_ms:200,muzzy_decay_ms:200"))
                .orElse(Map.of("MALLOC_TRIM_THRESHOLD_", "131072"));
    }

    private static Optional<Path> jemalloc() {
        if (!Files.isDirectory(LIBRARIES)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> platforms = Files.newDirectoryStream(LIBRARIES, "*-linux-gnu")) {
            for (Path platform : platforms) {
                Path library = platform.resolve("libjemalloc.so.2");
                if (Files.exists(library)) {
                    return Optional.of(library);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
