package com.rocketmat.ops;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Deletes what a killed process had received of uploads, since a manifest may quote real people. A container that is started again after it
 * keeps its files.
 */
@Singleton
@Startup
class UploadRemains {

    private final List<Path> found;

    @Inject
    UploadRemains() {
        this(Path.of(ConfigProvider.getConfig().getValue("quarkus.http.body.uploads-directory", String.class)));
    }

    UploadRemains(Path directory) {
        this.found = files(directory);
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (NoSuchFileException e) {
            Log.debugf("No upload to delete: %s does not exist", e.getMessage());
        } catch (IOException e) {
            Log.warnf("Cannot list what a killed process left of uploads; it stays until the next start: %s", e);
        }
        return List.of();
    }

    /** Not at once: another process of the same user may be receiving one of them. */
    @Scheduled(every = "10m", delayed = "10m")
    void delete() {
        for (Path file : found) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                Log.warnf(
                        "Cannot delete what a killed process left of an upload; it stays for ten minutes more: %s", e);
            }
        }
    }
}
