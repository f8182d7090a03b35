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

    private static final Set<String> CONTACT = FeatureCatalogue.names(Treatment.TELLING);
    private static final Set<String> LOST = FeatureCatalogue.names(Treatment.LOST_WHEN_DECIDED);

    private static final String TELLS_THE_LIST = "GET /api/features lists them";

    private final FeatureCatalogue catalogue;
    private final Models models;
    private final ProtectedAttributes protectedAttributes;
    private final ProtectedAttributes contactNames;

    TrainingFeatures(
            FeatureCatalogue catalogue, Models models, ProtectedAttributes protectedAttributes, TrainingConfig config) {
        this.catalogue = catalogue;
        this.models = models;
        this.protectedAttributes = protectedAttributes;
        this.contactNames = new ProtectedAttributes(config.contactNames(), List.of());
    }

    /** @param leftOut features of the tenant's model that are not exported or learned from, with the reasons */
    record Choice(List<String> features, Map<String, String> leftOut) {}

    /** @param reason follows the feature's name */
    private record Refusal(ProblemType type, String reason, String remedy) {}

    /**
     * The requested features; if none are requested, those of the active model or, without one, all of the catalogue that need no
     * key.
     *
     * @throws HttpProblem 422 for a feature that is not exported
     */
    Choice choose(TenantId tenant, List<String> asked) {
        if (!asked.isEmpty()) {
            asked.forEach(this::require);
            return new Choice(asked, Map.of());
        }
        return split(models.active(tenant).map(ActiveModel::features).orElseGet(this::plain), Map.of());
    }

    /**
     * For a training: those of the catalogue that need no key, and those of the active model. Never the fields that this service
     * writes, which would teach a model its own scores, nor what decided applications have only where a score kept it: that tells
     * which were scored before their decision.
     *
     * @param without features that are left out, and not reported
     */
    Choice forTraining(TenantSettings settings, List<String> without) {
        Map<String, String> never = new HashMap<>();
        LOST.forEach(feature -> never.put(feature, "is taken from decided applications by Greenhouse"));
        Stream.concat(Stream.of(settings.scoreField()), settings.reasonsField().stream())
                .forEach(field ->
                        never.put(CustomFieldName.ofApplications(field).feature(), "is written by this service"));
        Stream<String> active =
                models.active(settings.id()).map(ActiveModel::features).stream().flatMap(List::stream);
        return split(
                Stream.concat(plain().stream(), active)
                        .distinct()
                        .filter(feature -> !without.contains(feature))
                        .toList(),
                never);
    }

    /** @param never features with the reasons */
    private Choice split(List<String> wanted, Map<String, String> never) {
        Map<String, String> leftOut = new LinkedHashMap<>();
        for (String feature : wanted) {
            if (never.containsKey(feature)) {
                leftOut.put(feature, never.get(feature));
            }
            refusal(feature).ifPresent(refusal -> leftOut.put(feature, refusal.reason()));
        }
        return new Choice(
                wanted.stream().filter(feature -> !leftOut.containsKey(feature)).toList(), leftOut);
    }

    private List<String> plain() {
        return catalogue.describe().stream()
                .map(FeatureDescription::name)
                .filter(name -> !name.contains("["))
                .filter(name -> !CONTACT.contains(name) && !LOST.contains(name))
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
            return Optional.of(new Refusal(TrainingProblems.FEATURES, "does not exist", TELLS_THE_LIST));
        }
        if (CONTACT.contains(feature)) {
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
                        () -> contactNames
                                .in(feature)
                                .map(
                                        term -> new Refusal(
                                                TrainingProblems.CONTACT,
                                                "looks like a name or contact data (" + term + ")",
                                                "remove it; if the name is misleading, remove the term from rocketmat.training.contact-names")));
    }
}
