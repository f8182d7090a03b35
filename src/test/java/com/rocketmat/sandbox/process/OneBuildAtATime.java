package com.rocketmat.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Serialises the integration tests of several builds on one machine: each starts several applications at once, and its waits have
 * time limits.
 */
final class OneBuildAtATime {

    /** Set for integration tests; the sandbox and the benchmarks do not wait for other builds. */
    private static final String WANTED = "sandbox.one-build-at-a-time";

    /** Open, and locked, until this JVM ends. */
    private static FileChannel held;

    private OneBuildAtATime() {}

    static synchronized void await() {
        if (held != null || !Boolean.getBoolean(WANTED)) {
            return;
        }
        try {
            Path directory = Files.createDirectories(Path.of(System.getProperty("user.home"), ".m2"));
            FileChannel channel = FileChannel.open(
                    directory.resolve("rocketmat-integration-tests.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            channel.lock();
            held = channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
