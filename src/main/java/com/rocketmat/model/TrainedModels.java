package com.rocketmat.model;

import com.rocketmat.model.manifest.ManifestWriter;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.model.upload.Trials;
import com.rocketmat.model.upload.UploadChecks;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Takes the versions that the service trains itself through the same checks as uploaded ones. */
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

    /** {@code remark} says why it is not a shadow, or is empty. */
    public record Stored(String version, Optional<String> remark) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record ActiveFile(ActiveModel model, byte[] file) {

        public String manifest() {
            return ManifestWriter.canonical(model.manifest());
        }
    }

    /** Empty also if the stored file is damaged. */
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
     * Stores a version with its card, as a shadow if the tenant has room for one. The same decisions give the same version, which may have
     * been retired or quarantined since, and keeps its card.
     */
    public Stored store(TenantId tenant, Examined examined, ModelCard card) {
        String version = examined.version().version();
        ModelState state = store.find(tenant, version)
                .orElseGet(() -> store.add(tenant, examined.version(), examined.file(), examined.passed()))
                .state;
        // the first one compares it with its predecessor, and a person may have written one since
        cards.add(tenant, version, card);
        return new Stored(
                version,
                switch (state) {
                    case UPLOADED, RETIRED -> shadowed(tenant, version);
                    case SHADOW -> Optional.empty();
                    case ACTIVE -> Optional.of("The same decisions gave the version that is active");
                    case QUARANTINED ->
                        Optional.of(
                                "The same decisions gave a version that is quarantined, and does not score: see why, and activate it to try it again");
                });
    }

    private Optional<String> shadowed(TenantId tenant, String version) {
        try {
            store.shadow(tenant, version);
            return Optional.empty();
        } catch (HttpProblem e) {
            return Optional.of("The version is stored and does not score as a shadow: " + e.getDetail());
        }
    }
}
