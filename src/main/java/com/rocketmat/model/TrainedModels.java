package com.rocketmat.model;

import com.rocketmat.model.manifest.ManifestWriter;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.model.upload.Trials;
import com.rocketmat.model.upload.UploadChecks;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Checks and stores the models that the service trains itself, like uploads. */
@Singleton
public class TrainedModels {

    private final Models models;
    private final ModelStore store;
    private final ModelCards cards;
    private final Trials trials;

    TrainedModels(Models models, ModelStore store, ModelCards cards, Trials trials) {
        this.models = models;
        this.store = store;
        this.cards = cards;
        this.trials = trials;
    }

    /** A file that passed the checks, not stored yet. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Examined(byte[] file, NewVersion version, UploadChecks.Passed passed) {}

    /** {@code remark} says why the version does not score as a shadow; empty if it does. */
    public record Stored(String version, Optional<String> remark) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record ActiveFile(ActiveModel model, byte[] file) {

        public String manifest() {
            return ManifestWriter.canonical(model.manifest());
        }
    }

    /** Also empty if the stored file is damaged. */
    public Optional<ActiveFile> active(TenantId tenant) {
        return models.active(tenant)
                .flatMap(active -> store.file(tenant, active.version())
                        .filter(active::isFile)
                        .map(file -> new ActiveFile(active, file)));
    }

    /** Throws {@link com.rocketmat.model.manifest.ModelRefused} if a check of an upload fails. */
    public Examined examine(byte[] file, String manifest) {
        UploadedManifest uploaded = UploadedManifest.parse(manifest);
        return new Examined(file, NewVersion.of(file, uploaded.manifest()), trials.examine(file, uploaded));
    }

    /**
     * Stores a version with its card, as a shadow if the tenant can have another one. Training on the same decisions produces the same
     * version: it may have been retired or quarantined since.
     */
    public Stored store(TenantId tenant, Examined examined, ModelCard card) {
        String version = examined.version().version();
        ModelState state = store.find(tenant, version)
                .orElseGet(() -> store.add(tenant, examined.version(), examined.file(), examined.passed()))
                .state;
        // keeps the first card, which compares the version with its predecessor, or one that a person uploaded since
        if (cards.find(tenant, version).isEmpty()) {
            cards.replace(tenant, version, card);
        }
        return new Stored(
                version,
                switch (state) {
                    case UPLOADED, RETIRED -> startShadow(tenant, version);
                    case SHADOW -> withoutActive(tenant);
                    case ACTIVE -> Optional.of("The same decisions produced the active version again");
                    case QUARANTINED ->
                        Optional.of(
                                "The same decisions produced a version that is quarantined and does not score; find out why, then activate it to try it again");
                });
    }

    private Optional<String> startShadow(TenantId tenant, String version) {
        try {
            store.shadow(tenant, version);
            return withoutActive(tenant);
        } catch (HttpProblem e) {
            return Optional.of("The version is stored but does not score as a shadow: " + e.getDetail());
        }
    }

    /** Why the shadow does not score, as with a tenant's first model; empty if a version is active. */
    private Optional<String> withoutActive(TenantId tenant) {
        return models.active(tenant).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "No version is active, so this shadow scores nothing: activate it. To see its scores before any is written, set mode=dry-run first");
    }
}
