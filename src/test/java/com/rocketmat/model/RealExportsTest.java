package com.rocketmat.model;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoreFormat;
import com.rocketmat.model.manifest.ScoreFormat.Scale;
import com.rocketmat.model.reasons.Occlusion;
import com.rocketmat.model.reasons.ReferenceRow;
import com.rocketmat.model.runtime.FeatureWeight;
import com.rocketmat.model.runtime.OnnxModel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of real exporters with default options, compared with the training libraries. */
class RealExportsTest {

    static final List<String> WITH_CASES = Fixture.WITH_CASES;
    static final List<String> ORGANISATIONS = Fixture.ORGANISATIONS;

    /** For a probability. */
    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @FieldSource("WITH_CASES")
    void scoresAsTheTrainingLibraryAndExplainsAsANaiveOcclusion(String name) throws OrtException {
        JsonNode cases = Fixture.cases(name);
        List<Map<String, FeatureValue>> rows = Fixture.rows(cases);
        Manifest manifest = Fixture.manifest(name);
        ScoreFormat score = manifest.score();
        ReferenceRow reference = Fixture.passed(name).reference();
        try (LoadedModel model = uploaded(name, manifest, reference)) {
            double[] together = model.onnx.score(rows, Fixture.LIMIT);

            assertThat(together).hasSize(cases.path("expected").size()).hasSizeGreaterThan(10);
            for (int row = 0; row < together.length; row++) {
                double expected = cases.path("expected").path(row).doubleValue();
                double alone = model.onnx.score(rows.subList(row, row + 1), Fixture.LIMIT)[0];
                assertThat(List.of(score.unrounded(together[row]), score.unrounded(alone)))
                        .allSatisfy(given -> assertThat(given).isCloseTo(expected, tolerance(score.scale(), expected)));
                assertThat(score.of(together[row]).doubleValue())
                        .isEqualTo(cases.path("scores").path(row).doubleValue());
            }
            List<List<FeatureWeight>> reasons = reasons(model, rows);
            assertThat(reasons)
                    .hasSameSizeAs(rows)
                    .filteredOn(each -> !each.isEmpty())
                    .hasSizeGreaterThan(5);
            for (int row = 0; row < rows.size(); row++) {
                List<FeatureWeight> expected = oneByOne(model.onnx, manifest, reference, rows.get(row));
                assertThat(reasons.get(row))
                        .extracting(FeatureWeight::feature)
                        .isEqualTo(expected.stream().map(FeatureWeight::feature).toList());
                assertThat(reasons.get(row))
                        .extracting(FeatureWeight::weight)
                        .usingElementComparator(almost(score))
                        .isEqualTo(expected.stream().map(FeatureWeight::weight).toList());
            }
            assertThat(reasons(model, List.of(unknown(manifest)))).containsExactly(List.of());
            assertThat(model.onnx.score(rows, Fixture.LIMIT)).isEqualTo(together);
            assertThat(reasons(model, rows)).isEqualTo(reasons);
        }
    }

    @ParameterizedTest
    @FieldSource("ORGANISATIONS")
    void anApplicantWithoutDataHasNoReasons(String name) throws OrtException {
        Manifest manifest = Fixture.manifest(name);
        ReferenceRow reference = Fixture.passed(name).reference();
        try (LoadedModel model = uploaded(name, manifest, reference)) {
            assertThat(reasons(model, List.of(unknown(manifest)))).containsExactly(List.of());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lightgbm_binary",
                "lightgbm_zipmap",
                "lightgbm_regressor",
                "xgboost_binary",
                "xgboost_regressor",
                "catboost_binary",
                "catboost_regressor",
                "sklearn_hist_boosting"
            })
    void boostedTreesNeedNoValueForMissing(String name) {
        assertThat(Fixture.check(Fixture.file(name + ".onnx"), Fixture.manifest(name)))
                .allMatch(check -> check.remedy() == null);
        assertThat(Fixture.rows(Fixture.cases(name)))
                .filteredOn(row -> row.containsValue(FeatureValue.MISSING))
                .hasSizeGreaterThan(8);
    }

    private static Offset<Double> tolerance(Scale scale, double expected) {
        return within(TOLERANCE * (scale == Scale.RAW ? Math.max(1, Math.abs(expected)) : 100));
    }

    /** As in a run after the upload. */
    private static LoadedModel uploaded(String name, Manifest manifest, ReferenceRow reference) throws OrtException {
        OnnxModel model = OnnxModel.open(Fixture.file(name + ".onnx"), manifest);
        return new LoadedModel(model, new Occlusion(model, manifest, reference), 0);
    }

    private static List<List<FeatureWeight>> reasons(LoadedModel model, List<Map<String, FeatureValue>> rows) {
        return model.occlusion.reasons(rows, Fixture.LIMIT).orElseThrow();
    }

    private static Map<String, FeatureValue> unknown(Manifest manifest) {
        FeatureCatalogue catalogue = new FeatureCatalogue();
        return manifest.features().stream()
                .collect(toMap(
                        feature -> feature,
                        feature -> catalogue.find(feature).orElseThrow().canBeMissing()
                                ? FeatureValue.MISSING
                                : new FeatureValue.Numeric(0)));
    }

    /** The last bits of a float depend on the batch size, and may change the last digit. */
    private static Comparator<BigDecimal> almost(ScoreFormat score) {
        BigDecimal digit = BigDecimal.ONE.movePointLeft(score.decimals() + 1);
        return (a, b) -> a.subtract(b).abs().compareTo(digit) <= 0 ? 0 : a.compareTo(b);
    }

    /** The definition, implemented naively. */
    private static List<FeatureWeight> oneByOne(
            OnnxModel model, Manifest manifest, ReferenceRow reference, Map<String, FeatureValue> row) {
        ScoreFormat score = manifest.score();
        double whole = score.unrounded(model.score(List.of(row), Fixture.LIMIT)[0]);
        return manifest.features().stream()
                .map(feature -> {
                    Map<String, FeatureValue> occluded = new HashMap<>(row);
                    occluded.put(feature, reference.values().get(feature));
                    double weight = whole - score.unrounded(model.score(List.of(occluded), Fixture.LIMIT)[0]);
                    return new FeatureWeight(
                            feature, BigDecimal.valueOf(weight).setScale(score.decimals() + 1, RoundingMode.HALF_UP));
                })
                .filter(each -> each.weight().signum() != 0)
                .sorted(Comparator.comparing(
                                (FeatureWeight each) -> each.weight().abs())
                        .reversed())
                .limit(3)
                .toList();
    }
}
