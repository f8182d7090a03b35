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

/**
 * Imports {@code <directory>/<tenant>/<name>.onnx} with {@code <name>.json} and, if there is one, the card {@code <name>.md}, for existing and future tenants. A file that is
 * refused is reported once and checked again when it changes, or with the next pass if that may not be the fault of the files; other files are
 * imported regardless.
 */
@Singleton
class ModelDirectory {

    private final Optional<Path> directory;
    private final Uploads uploads;
    private final Models models;
    /** How each model file looked when there was nothing more to do for it. */
    private final Map<Path, Look> settled = new HashMap<>();
    /** Why a file is tried again, told once for as long as that is the same. */
    private final Map<Path, String> told = new HashMap<>();

    ModelDirectory(ModelsConfig config, Uploads uploads, Models models) {
        this.directory = config.directory();
        this.uploads = uploads;
        this.models = models;
        directory
                .filter(root -> !Files.isDirectory(root))
                .ifPresent(root -> Log.warnf(
                        "No models are imported from %s, because it is not a directory: create or mount it, or correct"
                                + " rocketmat.models.directory",
                        root));
    }

    private record Look(Stamp model, Stamp manifest, Stamp card) {

        static Look of(Path file) {
            return new Look(Stamp.of(file), Stamp.of(manifestOf(file)), Stamp.of(cardOf(file)));
        }
    }

    /** Zeros of one that does not exist. */
    private record Stamp(long bytes, long time) {

        static Stamp of(Path path) {
            File file = path.toFile();
            return new Stamp(file.length(), file.lastModified());
        }
    }

    /** Runs first at start. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, identity = "models-directory")
    void importChanges() {
        directory.ifPresent(root -> {
            List<Path> files = modelFiles(root);
            settled.keySet().retainAll(files);
            told.keySet().retainAll(files);
            files.forEach(this::importIfChanged);
        });
    }

    private List<Path> modelFiles(Path root) {
        List<Path> files = new ArrayList<>();
        for (Path folder : children(root, "*")) {
            // a mounted ConfigMap has hidden folders beside the tenants'
            if (TenantId.parse(folder.getFileName().toString()).isPresent() && Files.isDirectory(folder)) {
                files.addAll(children(folder, "*.onnx"));
            }
        }
        return files;
    }

    private static List<Path> children(Path folder, String pattern) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
            List<Path> children = new ArrayList<>();
            stream.forEach(children::add);
            children.sort(null);
            return children;
        } catch (NotDirectoryException | NoSuchFileException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            Log.warnf("Cannot read %s (%s): give the service's user access to it", folder, e);
            return List.of();
        }
    }

    private void importIfChanged(Path file) {
        Look look = Look.of(file);
        if (look.equals(settled.get(file))) {
            return;
        }
        try {
            importModel(tenantOf(file), file, manifestOf(file));
            settle(file, look);
        } catch (ModelRefused e) {
            settle(file, look);
            Log.warnf("Cannot import %s: %s. What to do: %s", file, e.reason(), e.remedy());
        } catch (HttpProblem e) {
            tryAgain(file, "%s. What to do: %s".formatted(e.getDetail(), remedy(file, e)));
        } catch (IOException e) {
            tryAgain(file, e + ". What to do: check that its files exist and are readable");
        } catch (RuntimeException e) {
            tryAgain(file, e.toString());
        }
    }

    private void settle(Path file, Look look) {
        settled.put(file, look);
        told.remove(file);
    }

    private void tryAgain(Path file, String reason) {
        if (!reason.equals(told.put(file, reason))) {
            Log.warnf("Cannot import %s; trying again: %s", file, reason);
        }
    }

    /** That of an upload is a part of its form. */
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
        Uploads.Upload upload = uploads.upload(tenant, file, UploadedManifest.read(manifest), card(file));
        // a version that an operator made a shadow stays one, and none takes the place of one that is quarantined or
        // switched off
        if (upload.version().state == ModelState.UPLOADED && !models.everActive(tenant)) {
            activateFirst(tenant, file, upload.version().version);
        } else if (upload.created()) {
            Log.infof("Imported %s for %s; activate it to let it score", file, tenant);
        }
    }

    private void activateFirst(TenantId tenant, Path file, String version) {
        try {
            models.activate(tenant, version);
            Log.infof("Imported %s as the active model of %s", file, tenant);
        } catch (HttpProblem e) {
            // unless another replica, which imports the same directory, was first
            if (!models.everActive(tenant)) {
                throw e;
            }
        }
    }

    private static Optional<ModelCard> card(Path file) throws IOException {
        Path card = cardOf(file);
        return Files.exists(card) ? Optional.of(ModelCard.parse(ModelCard.read(card))) : Optional.empty();
    }

    private static Path manifestOf(Path file) {
        return beside(file, ".json");
    }

    private static Path cardOf(Path file) {
        return beside(file, ".md");
    }

    private static Path beside(Path file, String ending) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - ".onnx".length()) + ending);
    }

    private static TenantId tenantOf(Path file) {
        return new TenantId(file.getParent().getFileName().toString());
    }
}
