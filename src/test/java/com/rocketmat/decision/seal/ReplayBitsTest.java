package com.rocketmat.decision.seal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.runtime.ElementType;
import com.rocketmat.model.runtime.InputTensor;
import com.rocketmat.model.runtime.OnnxModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kept values give bitwise equal scores in another session, for trees, linear models, networks and texts. */
class ReplayBitsTest {

    private static final int ROWS = 60;
    private static final List<String> WORDS =
            List.of("Engineer", "Prague", "Žižkov", "java, sql", "a \uD800 half", "Bc.");

    static Stream<String> exports() {
        return Stream.of(Fixture.WITH_CASES, Fixture.ORGANISATIONS, Fixture.WIDE)
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("exports")
    void keptValuesGiveTheSameScore(String name) throws OrtException {
        Manifest manifest = Fixture.manifest(name);
        byte[] file = Fixture.file(name + ".onnx");
        List<Map<String, FeatureValue>> rows;
        double[] scored;
        try (OnnxModel model = OnnxModel.open(file, manifest)) {
            rows = rows(model);
            scored = model.scoreEach(rows, Fixture.LIMIT);
        }
        List<Map<String, FeatureValue>> kept = new ArrayList<>(rows.stream()
                .map(row -> FeatureBytes.read(FeatureBytes.of(row)))
                .toList());

        try (OnnxModel model = OnnxModel.open(file, manifest)) {
            for (int row = 0; row < rows.size(); row++) {
                assertThat(bits(model.scoreEach(kept.subList(row, row + 1), Fixture.LIMIT)[0]))
                        .isEqualTo(bits(scored[row]));
            }
            Collections.reverse(kept);
            double[] reversed = model.scoreEach(kept, Fixture.LIMIT);
            for (int row = 0; row < rows.size(); row++) {
                assertThat(bits(reversed[rows.size() - 1 - row])).isEqualTo(bits(scored[row]));
            }
        }
    }

    private static long bits(double number) {
        return Double.doubleToLongBits(number);
    }

    private static List<Map<String, FeatureValue>> rows(OnnxModel model) {
        Random random = new Random(17);
        List<Map<String, FeatureValue>> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            Map<String, FeatureValue> values = new LinkedHashMap<>();
            for (InputTensor input : model.inputs()) {
                input.features().forEach(feature -> values.put(feature, value(input.type(), random)));
            }
            rows.add(values);
        }
        return rows;
    }

    private static FeatureValue value(ElementType type, Random random) {
        return switch (type) {
            case STRING -> new FeatureValue.Text(WORDS.get(random.nextInt(WORDS.size())));
            case INT64 -> new FeatureValue.Identifier(random.nextInt(5));
            case BOOL -> FeatureValue.flag(random.nextBoolean());
            case FLOAT, DOUBLE ->
                random.nextInt(10) == 0
                        ? new FeatureValue.Numeric(Double.NaN)
                        : new FeatureValue.Numeric(random.nextGaussian() * 10);
        };
    }
}
