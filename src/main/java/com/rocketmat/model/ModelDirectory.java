package com.rocketmat.model;

import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Imports {@code <directory>/<tenant>/<name>.onnx} with its manifest {@code <name>.json} and its optional card {@code <name>.md}, for
 * existing and future tenants. If a file is refused, the refusal is logged once and the file is checked again when it changes; if the
 * files may not be at fault, with the next pass, but only once if the check took too long or its process died. Other files are imported
 * regardless.
 */
@Singleton
class ModelDirectory {

    private final Optional<Path> directory;
    private final Uploads uploads;
    private final Models models;
    /** Keeps files that are gone: their folder may only be away for a while, and they must not be imported again when it is back. */
    private final Map<Path, Snapshot> processed = new HashMap<>();
    /** The last reason for a retry of each file or folder, logged only when it changes. */
    private final Map<Path, String> loggedReasons = new HashMap<>();
    /** Files whose check took too long or whose process died once, and that are tried again. */
    private final Map<Path, Snapshot> triedOnce = new HashMap<>();

    ModelDirectory(ModelsConfig config, Uploads uploads, Models models) {
        this.directory = config.directory();
        this.uploads = uploads;
        this.models = models;
        directory
                .filter(root -> !Files.isDirectory(root))
                .ifPresent(root -> Log.warnf(
                        "%s is not a directory; no models are imported: create or mount it, or correct"
                                + " rocketmat.models.directory",
                        root));
    }

    private record Snapshot(Stamp model, Stamp manifest, Stamp card) {

        static Snapshot of(Path file) {
            return new Snapshot(Stamp.of(file), Stamp.of(manifestOf(file)), Stamp.of(cardOf(file)));
        }
    }

    /** All zero if the file does not exist. */
    private record Stamp(long bytes, long modified) {

        static Stamp of(Path path) {
            File file = path.toFile();
            return new Stamp(file.length(), file.lastModified());
        }
    }

    /** The first pass is at startup. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, identity = "models-directory")
    void importChanges() {
        directory.ifPresent(root -> modelFiles(root).forEach(this::importIfChanged));
    }

    private List<Path> modelFiles(Path root) {
        List<Path> files = new ArrayList<>();
        for (Path folder : children(root, "*")) {
            // a mounted ConfigMap also has hidden folders
            if (TenantId.parse(folder.getFileName().toString()).isPresent()) {
                files.addAll(children(folder, "*.onnx"));
            }
        }
        return files;
    }

    private List<Path> children(Path folder, String pattern) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
            List<Path> children = new ArrayList<>();
            stream.forEach(children::add);
            children.sort(null);
            loggedReasons.remove(folder);
            return children;
        } catch (NotDirectoryException | NoSuchFileException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            retryLater(folder, e + ". What to do: give the service's user access to it");
            return List.of();
        }
    }

    private void importIfChanged(Path file) {
        Snapshot snapshot = Snapshot.of(file);
        if (snapshot.equals(processed.get(file))) {
            return;
        }
        try {
            importModel(tenantOf(file), file, manifestOf(file));
            markProcessed(file, snapshot);
        } catch (ModelRefused e) {
            String reason = "%s. What to do: %s".formatted(e.reason(), e.remedy());
            // the machine may have been busy or short of memory
            if (Set.of("model-time", "model-crash").contains(e.problem())
                    && !snapshot.equals(triedOnce.put(file, snapshot))) {
                retryLater(file, reason);
            } else {
                markProcessed(file, snapshot);
                Log.warnf("Cannot import %s: %s", file, reason);
            }
        } catch (HttpProblem e) {
            retryLater(file, "%s. What to do: %s".formatted(e.getDetail(), remedy(file, e)));
        } catch (IOException e) {
            retryLater(file, e + ". What to do: check that its files exist and are readable");
        } catch (RuntimeException e) {
            retryLater(file, e.toString());
        }
    }

    private void markProcessed(Path file, Snapshot snapshot) {
        processed.put(file, snapshot);
        loggedReasons.remove(file);
        triedOnce.remove(file);
    }

    private void retryLater(Path file, String reason) {
        if (!reason.equals(loggedReasons.put(file, reason))) {
            Log.warnf("Cannot import %s; retrying: %s", file, reason);
        }
    }

    /** For an upload, the problem's own remedy is to add a part to the form. */
    private static Object remedy(Path file, HttpProblem problem) {
        return problem.getType().equals(ModelProblems.CARD_REQUIRED.uri())
                ? "put %s beside it".formatted(cardOf(file).getFileName())
                : problem.getParameters().get("remedy");
    }

    private void importModel(TenantId tenant, Path file, Path manifest) throws IOException {
        if (!Files.exists(manifest)) {
            Log.warnf(
                    "Cannot import %s: it has no manifest. What to do: put %s beside it", file, manifest.getFileName());
            return;
        }
        Uploads.Upload upload = uploads.importFile(tenant, file, UploadedManifest.read(manifest), card(file));
        // leaves an operator's shadow as it is, and never replaces a version that is quarantined or switched off
        boolean scores = upload.version().state == ModelState.UPLOADED
                && !models.wasEverActive(tenant)
                && activatesFirst(tenant, file, upload.version().version);
        if (upload.created() && !scores) {
            Log.infof("Imported %s for %s; it does not score until it is activated", file, tenant);
        }
    }

    private boolean activatesFirst(TenantId tenant, Path file, String version) {
        try {
            models.activateFirst(tenant, version);
            Log.infof("Imported %s as the active model of %s", file, tenant);
            return true;
        } catch (HttpProblem e) {
            // an operator, or another replica that imports the same directory, may have been first
            if (!models.wasEverActive(tenant)) {
                throw e;
            }
            return models.active(tenant)
                    .filter(active -> active.version().equals(version))
                    .isPresent();
        }
    }

    private static Optional<ModelCard> card(Path file) throws IOException {
        Path card = cardOf(file);
        return Files.exists(card) ? Optional.of(ModelCard.parse(ModelCard.read(card))) : Optional.empty();
    }

    private static Path manifestOf(Path file) {
        return sibling(file, ".json");
    }

    private static Path cardOf(Path file) {
        return sibling(file, ".md");
    }

    private static Path sibling(Path file, String ending) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - ".onnx".length()) + ending);
    }

    private static TenantId tenantOf(Path file) {
        return new TenantId(file.getParent().getFileName().toString());
    }
}
