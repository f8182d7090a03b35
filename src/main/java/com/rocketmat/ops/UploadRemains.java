package com.rocketmat.ops;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Deletes what a killed process had received of uploads, since a manifest may quote real people. A container that is started again after it
 * keeps its files.
 */
@Singleton
class UploadRemains {

    /** More than an upload takes, which another process of the same user may be receiving. */
    private static final Duration AGE = Duration.ofMinutes(10);

    private final Path directory;
    private final Clock clock;

    @Inject
    UploadRemains(Clock clock) {
        this(
                Path.of(ConfigProvider.getConfig().getValue("quarkus.http.body.uploads-directory", String.class)),
                clock);
    }

    UploadRemains(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Also at the start. */
    @Scheduled(every = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    void delete() {
        Instant before = clock.instant().minus(AGE);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            Log.debugf("No upload to delete: %s does not exist", e.getMessage());
        } catch (IOException e) {
            Log.warnf("Cannot delete what a killed process left of uploads; it stays until the next attempt: %s", e);
        }
    }
}
