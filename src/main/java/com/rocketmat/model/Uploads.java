package com.rocketmat.model;

import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.model.upload.FileChecks;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.model.upload.Trials;
import com.rocketmat.model.upload.UploadChecks;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Checks and stores the models that come from the API, the console and the models directory. */
@Singleton
public class Uploads {

    /** A busy machine needs a while before it can start a process. */
    private static final int RETRY_SECONDS = 30;

    private final ModelsConfig config;
    private final Trials trials;
    private final ModelStore store;
    private final ModelCards cards;
    /** Limits the memory of uploads to that of one file. */
    private final ReentrantLock oneAtATime = new ReentrantLock();

    Uploads(ModelsConfig config, Trials trials, ModelStore store, ModelCards cards) {
        this.config = config;
        this.trials = trials;
        this.store = store;
        this.cards = cards;
    }

    /**
     * The stored version.
     *
     * @param created false if the same file and manifest were already stored
     */
    public record Upload(ModelVersion version, boolean created) {}

    /**
     * Uploads the parts of a form, which may be missing.
     *
     * @throws ModelRefused if a check fails; then nothing is stored
     */
    public Upload upload(TenantId tenant, Optional<Path> file, Optional<String> manifest, Optional<String> card)
            throws IOException {
        Path model = file.orElseThrow(() -> new ModelRefused(
                "form", "model", "the form has no file named model", "send it as -F model=@engineering.onnx"));
        String text = manifest.orElseThrow(() -> new ModelRefused(
                "form", "manifest", "the form has no manifest", "send it as -F manifest=@engineering.json"));
        return storeOnce(tenant, model, text, card.map(ModelCard::parse), true);
    }

    /**
     * Imports for a tenant that may not exist yet.
     *
     * @throws ModelRefused if a check fails; then nothing is stored
     */
    Upload importFile(TenantId tenant, Path file, String manifest, Optional<ModelCard> card) throws IOException {
        return storeOnce(tenant, file, manifest, card, false);
    }

    private Upload storeOnce(TenantId tenant, Path file, String manifest, Optional<ModelCard> card, boolean fromForm)
            throws IOException {
        FileChecks.size("size", Files.size(file), config.maxFile().asLongValue());
        oneAtATime.lock();
        try {
            Upload upload = checkAndStore(tenant, Files.readAllBytes(file), manifest, fromForm);
            card.ifPresent(present -> cards.replace(tenant, upload.version().version, present));
            return upload;
        } catch (UncheckedIOException e) {
            Log.warnf("Cannot start the process that checks models (%s); refusing the upload for now", e.getCause());
            throw ProblemType.BUSY.passing("Cannot start the process that checks models", RETRY_SECONDS);
        } finally {
            oneAtATime.unlock();
        }
    }

    private Upload checkAndStore(TenantId tenant, byte[] file, String text, boolean fromForm) {
        UploadedManifest uploaded = UploadedManifest.parse(text);
        NewVersion version = NewVersion.of(file, uploaded.manifest());
        Optional<ModelVersion> existing = store.find(tenant, version.version());
        if (existing.isPresent()) {
            // cases are not stored, so a form may bring new ones; a directory brings the same at each replica's start
            if (fromForm && !uploaded.cases().isEmpty()) {
                trials.examine(file, uploaded);
            }
            return new Upload(existing.get(), false);
        }
        UploadChecks.Passed passed = trials.examine(file, uploaded);
        try {
            // a form's tenant existed when the call began, but may have been purged meanwhile
            ModelVersion added = fromForm || store.hasTenant(tenant)
                    ? store.addToTenant(tenant, version, file, passed)
                    : store.add(tenant, version, file, passed);
            return new Upload(added, true);
        } catch (PersistenceException e) {
            // another replica may have imported the same directory
            return store.find(tenant, version.version())
                    .map(stored -> new Upload(stored, false))
                    .orElseThrow(() -> e);
        }
    }
}
