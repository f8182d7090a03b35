package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.feature.FeatureValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RealExportsTest {

    static final List<String> WITH_CASES = Fixture.WITH_CASES;
    static final List<String> ALL = Stream.concat(Fixture.WITH_CASES.stream(), Fixture.ORGANISATIONS.stream())
            .toList();

    @ParameterizedTest
    @FieldSource("WITH_CASES")
    void scores_as_the_library_that_trained_it(String name) throws OrtException {
        JsonNode cases = Fixture.cases(name);
        boolean percent = cases.path("scale").textValue().equals("percent");
        double[] raw = score(name, Fixture.rows(cases));

        assertThat(raw).hasSize(cases.path("expected").size()).hasSizeGreaterThan(10);
        for (int row = 0; row < raw.length; row++) {
            double expected = cases.path("expected").path(row).doubleValue() / (percent ? 100 : 1);
            assertThat(raw[row]).isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
        }
    }

    @ParameterizedTest
    @FieldSource("WITH_CASES")
    void rounds_as_the_manifest_says(String name) throws OrtException {
        JsonNode cases = Fixture.cases(name);
        double[] raw = score(name, Fixture.rows(cases));

        for (int row = 0; row < raw.length; row++) {
            assertThat(Fixture.manifest(name).score().of(raw[row]).doubleValue())
                    .isEqualTo(cases.path("scores").path(row).doubleValue());
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void passes_every_check(String name) {
        List<Check> checks = Fixture.check(Fixture.file(name + ".onnx"), Fixture.manifest(name));

        assertThat(checks).hasSize(12).allMatch(Check::passed);
    }

    private static double[] score(String name, List<Map<String, FeatureValue>> rows) throws OrtException {
        try (OnnxModel model = OnnxModel.open(Fixture.file(name + ".onnx"), Fixture.manifest(name))) {
            return model.score(rows);
        }
    }
}
