package com.rocketmat.model;

import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
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
    /** The state of each model file, its manifest and its card when they were last handled. */
    private final Map<Path, Look> handled = new HashMap<>();

    private final Map<Path, Retry> again = new HashMap<>();

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

    /** @param version if it is stored, and only has to be activated: its file is not read again for that */
    private record Retry(String reason, Optional<String> version) {}

    private record Look(Stamp model, Stamp manifest, Stamp card) {}

    private record Stamp(long bytes, long time) {

        static Stamp of(Path file) throws IOException {
            return Files.exists(file)
                    ? new Stamp(
                            Files.size(file), Files.getLastModifiedTime(file).toMillis())
                    : new Stamp(-1, -1);
        }
    }

    /** Runs first at start. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, identity = "models-directory")
    void importChanges() {
        directory.ifPresent(root -> {
            List<Path> files = modelFiles(root);
            handled.keySet().retainAll(files);
            again.keySet().retainAll(files);
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
        } catch (IOException e) {
            Log.warnf("Cannot read %s (%s): give the service's user access to it", folder, e);
            return List.of();
        }
    }

    private void importIfChanged(Path file) {
        try {
            Look look = new Look(Stamp.of(file), Stamp.of(manifestOf(file)), Stamp.of(cardOf(file)));
            boolean changed = !look.equals(handled.put(file, look));
            if (changed) {
                again.remove(file);
            }
            Optional<Retry> retry = Optional.ofNullable(again.get(file));
            Optional<String> stored = retry.flatMap(Retry::version);
            if (stored.isPresent()) {
                activateFirst(tenantOf(file), file, stored.get());
            } else if (changed || retry.isPresent()) {
                importModel(tenantOf(file), file, manifestOf(file));
            }
            again.remove(file);
        } catch (ModelRefused e) {
            again.remove(file);
            Log.warnf("Cannot import %s: %s. What to do: %s", file, e.reason(), e.remedy());
        } catch (HttpProblem e) {
            tryAgain(file, "%s. What to do: %s".formatted(e.getDetail(), remedy(file, e)));
        } catch (IOException e) {
            tryAgain(file, e + ". What to do: check that its files exist and are readable");
        } catch (RuntimeException e) {
            tryAgain(file, e.toString());
        }
    }

    /** That of an upload is a part of its form. */
    private static Object remedy(Path file, HttpProblem problem) {
        return problem.getType().equals(ModelProblems.CARD_REQUIRED.uri())
                ? "put %s beside it".formatted(cardOf(file).getFileName())
                : problem.getParameters().get("remedy");
    }

    /** Told once, for as long as the reason is the same. */
    private void tryAgain(Path file, String reason) {
        Optional<Retry> before = Optional.ofNullable(again.get(file));
        again.put(file, new Retry(reason, before.flatMap(Retry::version)));
        if (before.map(Retry::reason).filter(reason::equals).isEmpty()) {
            Log.warnf("Cannot import %s; trying again: %s", file, reason);
        }
    }

    private void importModel(TenantId tenant, Path file, Path manifest) throws IOException {
        if (!Files.exists(manifest)) {
            Log.warnf(
                    "Cannot import %s: it has no manifest. What to do: put %s beside it", file, manifest.getFileName());
            return;
        }
        Uploads.Upload upload = uploads.upload(tenant, file, UploadedManifest.read(manifest), card(file));
        // a version that an operator made a shadow stays one
        if (upload.version().state == ModelState.UPLOADED && !models.everActive(tenant)) {
            String version = upload.version().version;
            String reason =
                    Optional.ofNullable(again.get(file)).map(Retry::reason).orElse("");
            again.put(file, new Retry(reason, Optional.of(version)));
            activateFirst(tenant, file, version);
        } else if (upload.created()) {
            Log.infof("Imported %s for %s; activate it to let it score", file, tenant);
        }
    }

    /** None takes the place of one that is quarantined or was switched off: that is for an operator to decide. */
    private void activateFirst(TenantId tenant, Path file, String version) {
        if (models.everActive(tenant)) {
            return;
        }
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
