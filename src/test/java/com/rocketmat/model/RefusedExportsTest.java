package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.model.runtime.ElementType;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.model.runtime.OnnxSession;
import com.rocketmat.model.upload.Check;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real exports with manifests that do not fit them. */
class RefusedExportsTest {

    static final List<String> CLASSIFIERS =
            Fixture.WITH_CASES.stream().filter(name -> !labels(name).isEmpty()).toList();

    @ParameterizedTest
    @FieldSource("CLASSIFIERS")
    void aClassIsNoScore(String name) {
        for (String label : labels(name)) {
            ModelRefused refused = refused(
                    name, text(name).replaceFirst("\"output\": \\{[^}]*}", "\"output\": {\"name\":\"" + label + "\"}"));

            assertThat(refused.check()).isEqualTo("output");
            assertThat(refused.field()).isEqualTo("output.name");
            assertThat(refused.reason()).contains(label, "a class label, not a score");
            assertThat(refused.remedy()).contains("export probabilities");
        }
    }

    @Test
    void everyLibraryIsAmongTheClassifiers() {
        assertThat(CLASSIFIERS)
                .contains(
                        "sklearn_forest",
                        "sklearn_three_classes",
                        "lightgbm_zipmap",
                        "xgboost_binary",
                        "catboost_binary")
                .hasSizeGreaterThan(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sklearn_margins", "sklearn_log_odds"})
    void marginsAreNoProbabilities(String name) {
        ModelRefused refused = refused(name, text(name).replace("\"logit\"", "\"percent\""));

        assertThat(refused.check()).isEqualTo("dry-batch");
        assertThat(refused.field()).isEqualTo("score.scale");
        assertThat(refused.remedy()).contains("logit");
    }

    @ParameterizedTest
    @CsvSource({
        "sklearn_three_classes, interview, Interview, 'hired, interview, rejected'",
        "sklearn_forest, 1, hired, '0, 1'",
        "lightgbm_zipmap, 1, 1.0, '0, 1'",
        "catboost_binary, 1, 2, '0, 1'"
    })
    void aClassThatItDoesNotHaveIsAnsweredWithThoseThatItHas(String name, String label, String wrong, String labels) {
        ModelRefused refused =
                refused(name, text(name).replace("\"class\":\"" + label + '"', "\"class\":\"" + wrong + '"'));

        assertThat(refused.field()).isEqualTo("output.class");
        assertThat(refused.remedy()).endsWith(labels);
    }

    @ParameterizedTest
    @CsvSource({"sklearn_int64, application.custom[years]", "sklearn_pipeline_columns, application.source_id"})
    void anIntegerInputNeedsAValueForMissing(String name, String feature) {
        ModelRefused refused = refused(name, text(name).replaceFirst("\"missing\": \\{[^}]*}", "\"missing\": {}"));

        assertThat(refused.check()).isEqualTo("missing");
        assertThat(refused.field()).isEqualTo("missing[" + feature + "]");
    }

    @Test
    void aColumnThatThePipelineDropsStaysAnInput() {
        String name = "sklearn_catalogue_columns";
        List<String> inputs = Fixture.manifest(name).inputs().stream()
                .map(Manifest.Input::input)
                .toList();
        assertThat(inputs).contains("application_custom_notice_weeks_", "job_id");
        Manifest whole = Fixture.manifest(name);
        Manifest without = new Manifest(
                name,
                whole.inputs().stream()
                        .filter(input -> !input.input().equals("job_id"))
                        .toList(),
                whole.output(),
                whole.score(),
                whole.missing());

        ModelRefused refused =
                catchThrowableOfType(ModelRefused.class, () -> Fixture.check(Fixture.file(name + ".onnx"), without));

        assertThat(refused.field()).isEqualTo("inputs");
        assertThat(refused.reason()).contains("[job_id]");
        assertThat(refused.remedy()).contains("pipeline drops");
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

    @ParameterizedTest
    @ValueSource(strings = {"sklearn_logistic_tensor", "sklearn_logistic_zipmap", "sklearn_double", "sklearn_margins"})
    void aLinearModelCannotDoWithoutAValueAndSaysSo(String name) throws OrtException {
        Manifest manifest = Fixture.manifest(name);
        List<Check> checks = Fixture.check(Fixture.file(name + ".onnx"), manifest);
        assertThat(checks).anySatisfy(check -> assertThat(check.remedy()).contains("\"missing\""));
        Map<String, FeatureValue> row =
                new HashMap<>(Fixture.rows(Fixture.cases(name)).getFirst());
        row.put("candidate.degree_level", FeatureValue.MISSING);

        try (OnnxModel model = OnnxModel.open(Fixture.file(name + ".onnx"), manifest)) {
            double raw = model.score(List.of(row), Fixture.LIMIT)[0];
            ScoringFailed failed = catchThrowableOfType(ScoringFailed.class, () -> Models.written(manifest, row, raw));

            assertThat(failed.reason()).contains("without [candidate.degree_level]");
        }
    }

    private static List<String> labels(String name) {
        List<String> labels = new ArrayList<>();
        try (OrtSession session = OnnxSession.open(Fixture.file(name + ".onnx"))) {
            session.getOutputInfo().forEach((output, declared) -> {
                if (declared.getInfo() instanceof TensorInfo tensor
                        && ElementType.of(tensor.type)
                                .filter(type -> type == ElementType.INT64 || type == ElementType.STRING)
                                .isPresent()) {
                    labels.add(output);
                }
            });
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
        return labels;
    }

    private static String text(String name) {
        return new String(Fixture.file(name + ".json"), StandardCharsets.UTF_8);
    }

    private static ModelRefused refused(String name, String manifest) {
        ModelRefused refused = catchThrowableOfType(
                ModelRefused.class, () -> Fixture.check(Fixture.file(name + ".onnx"), Manifest.parse(manifest)));
        assertThat(refused).as("%s with %s", name, manifest).isNotNull();
        return refused;
    }
}
