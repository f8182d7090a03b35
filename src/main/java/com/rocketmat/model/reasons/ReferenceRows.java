package com.rocketmat.model.reasons;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.model.runtime.DryRows;
import com.rocketmat.model.runtime.ElementType;
import com.rocketmat.model.runtime.OnnxModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chooses a version's reference row. A feature that is never missing gets 0, its value for an applicant without data. Others get
 * the manifest's value for a missing feature, otherwise NaN for a float or double input and {@code ""} for a string input. If the
 * model returns no score for NaN, as linear models do, 0 is used. The choice is tested on the rows of the dry batch; a feature
 * without a usable value gets no entry.
 */
public final class ReferenceRows {

    static final FeatureValue NOT_A_NUMBER = new FeatureValue.Numeric(Double.NaN);
    private static final FeatureValue ZERO = new FeatureValue.Numeric(0);
    static final FeatureValue NO_TEXT = new FeatureValue.Text("");

    private final FeatureCatalogue catalogue;

    public ReferenceRows(FeatureCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    public ReferenceRow of(OnnxModel model, Manifest manifest, OrtSession.RunOptions options) {
        List<Map<String, FeatureValue>> rows = DryRows.of(manifest, catalogue);
        Map<String, FeatureValue> values = new HashMap<>();
        for (String feature : manifest.features()) {
            candidates(feature, model, manifest).stream()
                    .filter(value -> scores(model, manifest, with(rows, feature, value), options))
                    .findFirst()
                    .ifPresent(value -> values.put(feature, value));
        }
        return new ReferenceRow(values);
    }

    private List<FeatureValue> candidates(String feature, OnnxModel model, Manifest manifest) {
        if (!catalogue.find(feature).orElseThrow().canBeMissing()) {
            return List.of(ZERO);
        }
        FeatureValue declared = manifest.missing().get(feature);
        if (declared != null) {
            return List.of(declared);
        }
        Set<ElementType> types = new TreeSet<>();
        model.inputs().stream()
                .filter(input -> input.features().contains(feature))
                .forEach(input -> types.add(input.type()));
        if (types.contains(ElementType.FLOAT) || types.contains(ElementType.DOUBLE)) {
            // string inputs of the same feature use "" instead of NaN
            return List.of(NOT_A_NUMBER, ZERO);
        }
        return List.of(types.contains(ElementType.STRING) ? NO_TEXT : ZERO);
    }

    private static List<Map<String, FeatureValue>> with(
            List<Map<String, FeatureValue>> rows, String feature, FeatureValue value) {
        return rows.stream()
                .map(row -> {
                    Map<String, FeatureValue> copy = new HashMap<>(row);
                    copy.put(feature, value);
                    return copy;
                })
                .toList();
    }

    private static boolean scores(
            OnnxModel model, Manifest manifest, List<Map<String, FeatureValue>> rows, OrtSession.RunOptions options) {
        try {
            return Arrays.stream(model.run(rows, options))
                    .map(manifest.score()::unrounded)
                    .allMatch(Double::isFinite);
        } catch (OrtException | ScoringFailed e) {
            return false;
        }
    }
}
