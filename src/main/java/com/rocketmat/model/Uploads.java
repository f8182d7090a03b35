package com.rocketmat.model;

import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.model.upload.FileChecks;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.model.upload.Trials;
import com.rocketmat.model.upload.UploadChecks;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Uploads models, from the API and from the models directory alike. */
@Singleton
class Uploads {

    private final ModelsConfig config;
    private final Trials trials;
    private final ModelStore store;
    /** One file at a time: this limits the memory that uploads take. */
    private final ReentrantLock oneAtATime = new ReentrantLock();

    Uploads(ModelsConfig config, Trials trials, ModelStore store) {
        this.config = config;
        this.trials = trials;
        this.store = store;
    }

    /**
     * A stored version.
     *
     * @param created false if the same file and manifest were already stored
     */
    record Upload(ModelVersion version, boolean created) {}

    /**
     * Checks and stores a model.
     *
     * @throws ModelRefused if a check fails; nothing is stored then
     */
    Upload upload(TenantId tenant, Path file, String manifest) throws IOException {
        FileChecks.size("size", Files.size(file), config.maxFile().asLongValue());
        oneAtATime.lock();
        try {
            return upload(tenant, Files.readAllBytes(file), manifest);
        } finally {
            oneAtATime.unlock();
        }
    }

    private Upload upload(TenantId tenant, byte[] file, String text) {
        UploadedManifest uploaded = UploadedManifest.parse(text);
        NewVersion version = NewVersion.of(file, uploaded.manifest());
        Optional<ModelVersion> existing = store.find(tenant, version.version());
        if (existing.isPresent()) {
            if (!uploaded.cases().isEmpty()) {
                // cases are not stored, so these may differ from those the version was checked with
                trials.examine(file, uploaded);
            }
            return new Upload(existing.get(), false);
        }
        UploadChecks.Passed passed = trials.examine(file, uploaded);
        try {
            return new Upload(store.add(tenant, version, file, passed), true);
        } catch (PersistenceException e) {
            // another replica imports the same directory
            return store.find(tenant, version.version())
                    .map(stored -> new Upload(stored, false))
                    .orElseThrow(() -> e);
        }
    }
}
