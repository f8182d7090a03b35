package com.rocketmat.model;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoreFormat;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Reasons of real exports, compared with scores of rows without each feature. */
class RealReasonsTest {

    static final Iterable<String> ALL = RealExportsTest.ALL;
    static final List<String> WITH_CASES = Fixture.WITH_CASES;

    @ParameterizedTest
    @FieldSource("WITH_CASES")
    void areWhatScoringRowByRowAndFeatureByFeatureGives(String name) throws OrtException {
        Manifest manifest = Fixture.manifest(name);
        List<Map<String, FeatureValue>> rows = Fixture.rows(Fixture.cases(name));
        byte[] file = Fixture.file(name + ".onnx");
        ReferenceRow reference = Fixture.passed(file, manifest).reference();
        try (OnnxModel model = OnnxModel.open(file, manifest)) {
            Occlusion occlusion = new Occlusion(model, manifest, reference);
            List<List<FeatureWeight>> reasons = reasons(occlusion, model, rows);

            assertThat(reasons).isEqualTo(reasons(occlusion, model, rows));
            assertThat(reasons)
                    .hasSameSizeAs(rows)
                    .filteredOn(each -> !each.isEmpty())
                    .hasSizeGreaterThan(5);
            for (int row = 0; row < rows.size(); row++) {
                List<FeatureWeight> expected = oneByOne(model, manifest, reference, rows.get(row));
                assertThat(reasons.get(row))
                        .extracting(FeatureWeight::feature)
                        .isEqualTo(expected.stream().map(FeatureWeight::feature).toList());
                assertThat(reasons.get(row))
                        .extracting(FeatureWeight::weight)
                        .usingElementComparator(almost(manifest.score()))
                        .isEqualTo(expected.stream().map(FeatureWeight::weight).toList());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void areNoneForAnApplicantWithoutData(String name) throws OrtException {
        Manifest manifest = Fixture.manifest(name);
        FeatureCatalogue catalogue = new FeatureCatalogue();
        Map<String, FeatureValue> unknown = manifest.features().stream()
                .collect(toMap(
                        feature -> feature,
                        feature -> catalogue.find(feature).orElseThrow().canBeMissing()
                                ? FeatureValue.MISSING
                                : new FeatureValue.Numeric(0)));
        byte[] file = Fixture.file(name + ".onnx");
        ReferenceRow reference = Fixture.passed(file, manifest).reference();
        try (OnnxModel model = OnnxModel.open(file, manifest)) {
            assertThat(reasons(new Occlusion(model, manifest, reference), model, List.of(unknown)))
                    .containsExactly(List.of());
        }
    }

    private static List<List<FeatureWeight>> reasons(
            Occlusion occlusion, OnnxModel model, List<Map<String, FeatureValue>> rows) {
        return occlusion
                .reasons(rows, model.score(rows, Fixture.LIMIT), Fixture.LIMIT)
                .orElseThrow();
    }

    /** A float's last bits depend on the size of the batch, and may change the last digit. */
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
