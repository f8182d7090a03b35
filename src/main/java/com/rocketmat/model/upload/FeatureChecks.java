package com.rocketmat.model.upload;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import com.rocketmat.feature.Feature;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Kind;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.runtime.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the manifest's features: in the catalogue, allowed, and of a type that their input accepts. */
final class FeatureChecks {

    private final FeatureCatalogue catalogue;
    private final ProtectedAttributes protectedAttributes;

    FeatureChecks(FeatureCatalogue catalogue, ProtectedAttributes protectedAttributes) {
        this.catalogue = catalogue;
        this.protectedAttributes = protectedAttributes;
    }

    Check known(String name, Submission model) {
        forEachFeature(model.manifest, (input, feature, field) -> {
            if (catalogue.find(feature).isEmpty()) {
                throw new ModelRefused(
                        name,
                        field,
                        "there is no feature " + feature,
                        "choose one from GET /api/features; names, contact data, birth dates and demographic answers are not available");
            }
        });
        return Check.passed(name, model.manifest.features().size() + " features, all in the catalogue");
    }

    Check allowed(String name, Submission model) {
        forEachFeature(
                model.manifest,
                (input, feature, field) -> protectedAttributes.in(feature).ifPresent(term -> {
                    throw new ModelRefused(
                            name,
                            field,
                            feature + " looks like a protected attribute (" + term + ")",
                            "train without it; if the name is misleading, remove the term from rocketmat.models.protected-names");
                }));
        inputsAllowed(name, model.manifest);
        return Check.passed(name, "no protected attribute");
    }

    private void inputsAllowed(String name, Manifest manifest) {
        for (int i = 0; i < manifest.inputs().size(); i++) {
            String input = manifest.inputs().get(i).input();
            String field = "inputs[" + i + "].input";
            protectedAttributes.ofInput(input).ifPresent(term -> {
                throw new ModelRefused(
                        name,
                        field,
                        "the input " + input + " is named after a protected attribute (" + term + ")",
                        "train without it; if the name is misleading, rename the column, or remove the term from"
                                + " rocketmat.models.protected-names");
            });
        }
    }

    /** Only warns about proxies of protected attributes: those responsible for the model decide. */
    Check noProxies(String name, Submission model) {
        List<String> proxies = model.manifest.features().stream()
                .distinct()
                .filter(feature -> protectedAttributes.proxy(feature).isPresent())
                .toList();
        return proxies.isEmpty()
                ? Check.passed(name, "no known proxy of a protected attribute")
                : Check.warning(
                        name,
                        "known proxies of a protected attribute: " + proxies,
                        "check whether the model needs them, and compare its scores between groups; remove a misleading name"
                                + " from rocketmat.models.proxy-names");
    }

    Check types(String name, Submission model) throws OrtException {
        Map<String, NodeInfo> declared = model.session().getInputInfo();
        List<String> shortened = new ArrayList<>();
        forEachFeature(model.manifest, (input, feature, field) -> {
            ElementType type = type(declared, input);
            Kind kind = catalogue.find(feature).map(Feature::kind).orElseThrow();
            if (!type.takes(kind)) {
                throw new ModelRefused(
                        name,
                        field,
                        feature + " is of the kind " + kind + ", which an input of " + type + " does not take",
                        "export " + input.input() + " with another type, or map it to another feature");
            }
            if (kind == Kind.IDENTIFIER && type == ElementType.FLOAT) {
                shortened.add(feature);
            }
        });
        return shortened.isEmpty()
                ? Check.passed(name, "every feature fits its input")
                : Check.warning(
                        name,
                        "ids exceed 2^24, so a float input loses their last digits: " + shortened,
                        "export these as separate int64 or string inputs");
    }

    Check missing(String name, Submission model) throws OrtException {
        Map<String, NodeInfo> declared = model.session().getInputInfo();
        Map<String, FeatureValue> defaults = model.manifest.missing();
        forEachFeature(model.manifest, (input, feature, field) -> {
            ElementType type = type(declared, input);
            Optional<FeatureValue> value =
                    Optional.ofNullable(defaults.get(feature)).or(type::missing);
            if (value.isEmpty() && !catalogue.find(feature).orElseThrow().canBeMissing()) {
                return;
            }
            if (value.isEmpty()) {
                throw new ModelRefused(
                        name,
                        "missing[" + feature + "]",
                        "an input of " + type + " has no value for a missing " + feature,
                        "add \"missing\": {\"" + feature + "\": 0}, or export the input as float");
            }
            if (!type.holds(value.get())) {
                throw new ModelRefused(
                        name,
                        "missing[" + feature + "]",
                        "the value for a missing " + feature + " does not fit an input of " + type,
                        "use " + (type == ElementType.STRING ? "a string" : "a number that the type can hold"));
            }
        });
        return Check.passed(name, "every input has a value for missing features");
    }

    private static ElementType type(Map<String, NodeInfo> declared, Manifest.Input input) {
        var info = (TensorInfo) declared.get(input.input()).getInfo();
        return ElementType.of(info.type).orElseThrow();
    }

    private static void forEachFeature(Manifest manifest, Visitor visitor) {
        for (int i = 0; i < manifest.inputs().size(); i++) {
            Manifest.Input input = manifest.inputs().get(i);
            for (int j = 0; j < input.features().size(); j++) {
                visitor.visit(input, input.features().get(j), "inputs[" + i + "].features[" + j + "]");
            }
        }
    }

    private interface Visitor {
        void visit(Manifest.Input input, String feature, String field);
    }
}
