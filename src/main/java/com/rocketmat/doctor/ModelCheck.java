package com.rocketmat.doctor;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import java.util.List;

/** Whether an active model exists whose features this release can compute. */
final class ModelCheck implements Check.Offline {

    static final String NAME = "model";

    private final Models models;
    private final FeatureCatalogue catalogue;

    ModelCheck(Models models, FeatureCatalogue catalogue) {
        this.models = models;
        this.catalogue = catalogue;
    }

    @Override
    public Finding run(Examination examination) {
        if (examination.model.isEmpty()) {
            return models.quarantined(examination.settings.id())
                    .map(reason -> Finding.failed(NAME, reason, Models.QUARANTINE_REMEDY))
                    .orElseGet(() ->
                            Finding.failed(NAME, "no model is active", "train or upload a model and activate it"));
        }
        ActiveModel model = examination.model.get();
        List<String> unknown = model.features().stream()
                .filter(feature -> catalogue.find(feature).isEmpty())
                .toList();
        return unknown.isEmpty()
                ? Finding.ok(
                        NAME,
                        "'%s' is active (features: %d)"
                                .formatted(
                                        model.manifest().name(),
                                        model.features().size()))
                : Finding.failed(
                        NAME,
                        "the active model needs features that this release does not have: " + unknown,
                        "activate a version without them");
    }
}
