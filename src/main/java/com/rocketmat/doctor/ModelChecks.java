package com.rocketmat.doctor;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.Subject;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.model.manifest.ScoringFailed;
import java.util.List;

final class ModelChecks {

    static final String MODEL = "model";
    static final String DRY_SCORE = "dry score";

    private final Models models;
    private final FeatureCatalogue catalogue;

    ModelChecks(Models models, FeatureCatalogue catalogue) {
        this.models = models;
        this.catalogue = catalogue;
    }

    /** Whether an active model exists whose features this release can compute. */
    Finding model(Examination examination) {
        if (examination.model.isEmpty()) {
            return models.quarantined(examination.settings.id())
                    .map(reason -> Finding.failed(MODEL, reason, Models.QUARANTINE_REMEDY))
                    .orElseGet(() ->
                            Finding.failed(MODEL, "no model is active", "train or upload a model and activate it"));
        }
        ActiveModel model = examination.model.get();
        List<String> unknown = model.features().stream()
                .filter(feature -> catalogue.find(feature).isEmpty())
                .toList();
        return unknown.isEmpty()
                ? Finding.ok(
                        MODEL,
                        "'%s' is active (features: %d)"
                                .formatted(
                                        model.manifest().name(),
                                        model.features().size()))
                : Finding.failed(
                        MODEL,
                        "the active model needs features that this release does not have: " + unknown,
                        "activate a version without them");
    }

    /** Whether the model scores the application that was read. Stores no score. */
    Finding dryScore(Examination examination) {
        if (examination.subject.isEmpty()) {
            return Finding.skipped(DRY_SCORE, "no application was read", null);
        }
        Subject subject = examination.subject.get();
        ActiveModel model = examination.model.orElseThrow();
        long application = subject.application().id();
        try {
            var score = models.score(examination.settings.id(), model, List.of(examination.plan.values(subject)))
                    .getFirst();
            return Finding.ok(
                    DRY_SCORE,
                    "application %d scores %s; nothing was written"
                            .formatted(application, score.value().toPlainString()));
        } catch (ScoringFailed e) {
            return e.isForRow()
                    ? Finding.warning(DRY_SCORE, "application %d: %s".formatted(application, e.reason()), e.remedy())
                    : Finding.failed(DRY_SCORE, e.reason(), e.remedy());
        }
    }
}
