package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoreFormat;
import com.rocketmat.model.manifest.ScoreFormat.Scale;
import com.rocketmat.model.reasons.Occlusion;
import com.rocketmat.model.reasons.ReferenceRow;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.model.runtime.OnnxSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Exporters' files with default options, compared with the training libraries. */
public class RealExportsTest {

    static final List<String> WITH_CASES = Fixture.WITH_CASES;
    public static final List<String> ALL = Stream.concat(Fixture.WITH_CASES.stream(), Fixture.ORGANISATIONS.stream())
            .toList();

    /** For a probability. */
    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @FieldSource("WITH_CASES")
    void scoresAsTheLibraryThatTrainedIt(String name) throws OrtException {
        JsonNode cases = Fixture.cases(name);
        List<Map<String, FeatureValue>> rows = Fixture.rows(cases);
        ScoreFormat score = Fixture.manifest(name).score();
        try (LoadedModel model = uploaded(name)) {
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
            assertThat(model.occlusion.reasons(rows, together, Fixture.LIMIT).orElseThrow())
                    .hasSameSizeAs(rows)
                    .anySatisfy(reasons -> assertThat(reasons).isNotEmpty());
            assertThat(model.onnx.score(rows, Fixture.LIMIT)).isEqualTo(together);
        }
    }

    private static Offset<Double> tolerance(Scale scale, double expected) {
        return within(TOLERANCE * (scale == Scale.RAW ? Math.max(1, Math.abs(expected)) : 100));
    }

    /** As between an upload and a run. */
    private static LoadedModel uploaded(String name) throws OrtException {
        byte[] file = Fixture.file(name + ".onnx");
        Manifest manifest = Fixture.manifest(name);
        ReferenceRow reference = Fixture.passed(file, manifest).reference();
        OnnxModel model = OnnxModel.open(file, manifest);
        return new LoadedModel(model, new Occlusion(model, manifest, reference), 0);
    }

    @Test
    void haveInputsOfEveryTypeThatIsPromised() throws OrtException {
        Set<String> inputs = new TreeSet<>();
        for (String name : WITH_CASES) {
            Manifest manifest = Fixture.manifest(name);
            try (OnnxModel model = OnnxModel.open(Fixture.file(name + ".onnx"), manifest)) {
                model.inputs()
                        .forEach(input ->
                                inputs.add(input.type() + (input.features().size() == 1 ? " [N,1]" : " [N,F]")));
            }
        }

        assertThat(inputs)
                .contains(
                        "FLOAT [N,F]",
                        "DOUBLE [N,F]",
                        "INT64 [N,F]",
                        "STRING [N,F]",
                        "FLOAT [N,1]",
                        "DOUBLE [N,1]",
                        "INT64 [N,1]",
                        "BOOL [N,1]",
                        "STRING [N,1]");
    }

    @Test
    void haveOutputsOfEveryFormThatIsPromised() throws OrtException {
        Set<String> outputs = new TreeSet<>();
        for (String name : WITH_CASES) {
            Manifest manifest = Fixture.manifest(name);
            List<Map<String, FeatureValue>> rows = Fixture.rows(Fixture.cases(name));
            try (OrtSession session = OnnxSession.open(Fixture.file(name + ".onnx"))) {
                NodeInfo declared =
                        session.getOutputInfo().get(manifest.output().name());
                outputs.add(
                        declared.getInfo() instanceof SequenceInfo sequence
                                ? "ZipMap " + sequence.mapInfo.keyType
                                : tensor(session, manifest, rows));
            }
        }

        assertThat(outputs)
                .contains(
                        "ZipMap INT64",
                        "ZipMap STRING",
                        "FLOAT [N]",
                        "FLOAT [N,1]",
                        "FLOAT [N,2]",
                        "FLOAT [N,3]",
                        "DOUBLE [N,2]");
    }

    /** By actual output, since declarations may be wrong. */
    private static String tensor(OrtSession session, Manifest manifest, List<Map<String, FeatureValue>> rows)
            throws OrtException {
        OnnxModel model = OnnxModel.of(session, manifest);
        Map<String, OnnxTensor> tensors = new HashMap<>();
        model.fill(tensors, model.cells(rows));
        try (var result = session.run(tensors, Set.of(manifest.output().name()))) {
            TensorInfo info = (TensorInfo) result.get(0).getInfo();
            long[] shape = info.getShape();
            return info.type + (shape.length == 1 ? " [N]" : " [N," + shape[1] + "]");
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }
}
