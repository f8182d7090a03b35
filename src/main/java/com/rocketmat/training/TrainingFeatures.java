package com.rocketmat.training;

import com.rocketmat.feature.CustomFieldName;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureDescription;
import com.rocketmat.feature.Treatment;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.model.upload.ProtectedAttributes;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

@Singleton
class TrainingFeatures {

    private static final Set<String> TELLING = FeatureCatalogue.names(Treatment.TELLING);
    private static final Set<String> LOST_WHEN_DECIDED = FeatureCatalogue.names(Treatment.LOST_WHEN_DECIDED);

    private static final String HOW_TO_LIST = "GET /api/features lists them";

    private final FeatureCatalogue catalogue;
    private final Models models;
    private final ProtectedAttributes protectedAttributes;
    private final ProtectedAttributes contactTerms;

    TrainingFeatures(
            FeatureCatalogue catalogue, Models models, ProtectedAttributes protectedAttributes, TrainingConfig config) {
        this.catalogue = catalogue;
        this.models = models;
        this.protectedAttributes = protectedAttributes;
        this.contactTerms = new ProtectedAttributes(config.contactNames(), List.of());
    }

    /** @param leftOut the active model's features that are excluded, with the reasons */
    record Choice(List<String> features, Map<String, String> leftOut) {}

    /** @param reason follows the feature's name */
    private record Refusal(ProblemType type, String reason, String remedy) {}

    /**
     * The requested features; by default those of the active model or, without one, those of the catalogue that need no key.
     *
     * @throws HttpProblem 422 for a feature that is never exported
     */
    Choice choose(TenantId tenant, List<String> requested) {
        if (!requested.isEmpty()) {
            requested.forEach(this::require);
            return new Choice(requested, Map.of());
        }
        return split(models.active(tenant).map(ActiveModel::features).orElseGet(this::featuresWithoutKey), Map.of());
    }

    /**
     * For a training: the features of the catalogue that need no key, and those of the active model. Excludes the fields that this service
     * writes, from which a model would learn its own scores. Excludes features that decided applications lose, since having a kept value
     * shows which were scored before their decision.
     *
     * @param without features to leave out without reporting them
     */
    Choice forTraining(TenantSettings settings, List<String> without) {
        Map<String, String> excluded = new HashMap<>();
        LOST_WHEN_DECIDED.forEach(
                feature -> excluded.put(feature, "is removed from decided applications by Greenhouse"));
        Stream.concat(Stream.of(settings.scoreField()), settings.reasonsField().stream())
                .forEach(field ->
                        excluded.put(CustomFieldName.ofApplications(field).feature(), "is written by this service"));
        Stream<String> active =
                models.active(settings.id()).map(ActiveModel::features).stream().flatMap(List::stream);
        return split(
                Stream.concat(featuresWithoutKey().stream(), active)
                        .distinct()
                        .filter(feature -> !without.contains(feature))
                        .toList(),
                excluded);
    }

    /** @param excluded features with the reasons */
    private Choice split(List<String> features, Map<String, String> excluded) {
        Map<String, String> leftOut = new LinkedHashMap<>();
        for (String feature : features) {
            if (excluded.containsKey(feature)) {
                leftOut.put(feature, excluded.get(feature));
            }
            refusal(feature).ifPresent(refusal -> leftOut.put(feature, refusal.reason()));
        }
        return new Choice(
                features.stream()
                        .filter(feature -> !leftOut.containsKey(feature))
                        .toList(),
                leftOut);
    }

    private List<String> featuresWithoutKey() {
        return catalogue.describe().stream()
                .map(FeatureDescription::name)
                .filter(name -> !name.contains("["))
                .filter(name -> !TELLING.contains(name) && !LOST_WHEN_DECIDED.contains(name))
                .toList();
    }

    private void require(String feature) {
        refusal(feature).ifPresent(refusal -> {
            throw refusal.type()
                    .problem(feature + " " + refusal.reason(), refusal.remedy())
                    .with("field", "features");
        });
    }

    private Optional<Refusal> refusal(String feature) {
        if (catalogue.find(feature).isEmpty()) {
            return Optional.of(new Refusal(TrainingProblems.FEATURES, "does not exist", HOW_TO_LIST));
        }
        if (TELLING.contains(feature)) {
            return Optional.of(new Refusal(
                    TrainingProblems.CONTACT,
                    "contains names or contact data, which are never exported",
                    "remove it; use match.location_same for places, candidate.title and candidate.company for work"));
        }
        return protectedAttributes
                .in(feature)
                .map(
                        term -> new Refusal(
                                TrainingProblems.PROTECTED,
                                "looks like a protected attribute (" + term + ")",
                                "train without it; if the name is misleading, remove the term from rocketmat.models.protected-names"))
                .or(
                        () -> contactTerms
                                .in(feature)
                                .map(
                                        term -> new Refusal(
                                                TrainingProblems.CONTACT,
                                                "looks like a name or contact data (" + term + ")",
                                                "remove it; if the name is misleading, remove the term from rocketmat.training.contact-names")));
    }
}
