package com.rocketmat.model.runtime;

import static com.rocketmat.model.Fixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.Proto;
import com.rocketmat.model.manifest.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZipMapTensorTest {

    private static final Manifest.Output Y_OF_7 = new Manifest.Output("y", Optional.of("7"));

    @ParameterizedTest
    @CsvSource({
        "aurora, probabilities, 1",
        "borealis, lgbmprobabilities, 1",
        "sklearn_logistic_zipmap, probabilities, 0"
    })
    void findsTheTensorAndTheColumnOfTheClass(String name, String tensor, int column) {
        assertThat(ZipMapTensor.under(Fixture.manifest(name).output(), Fixture.file(name + ".onnx")))
                .contains(new ZipMapTensor(tensor, column));
    }

    @ParameterizedTest
    @CsvSource({"cygnus", "sklearn_regressor"})
    void leavesTensorsAlone(String name) {
        assertThat(ZipMapTensor.under(Fixture.manifest(name).output(), Fixture.file(name + ".onnx")))
                .isEmpty();
    }

    @Test
    void readsLabelsPackedOrNot() throws OrtException {
        byte[] packed = {5, 7};
        Proto labels = new Proto().text(1, "classlabels_int64s").varint(20, 7).bytes(8, packed);
        Manifest seventh = Manifest.parse(Fixture.manifest("'a','b'", "{'name':'y','class':'7'}", ""));

        for (Proto each : List.of(labels, Graph.integers("classlabels_int64s", 5, 7))) {
            byte[] file = doubled(each).toBytes();
            assertThat(ZipMapTensor.under(Y_OF_7, file)).contains(new ZipMapTensor("doubled", 1));
            try (OnnxModel model = OnnxModel.open(file, seventh)) {
                assertThat(model.score(List.of(Map.of("a", number(0.1), "b", number(0.3))), Fixture.LIMIT))
                        .containsExactly(new double[] {0.6}, within(1e-7));
            }
        }
    }

    @Test
    void leavesAloneWhatItCannotAskFor() {
        Graph input = Graph.zipMap(Graph.integers("classlabels_int64s", 5, 7), Graph.INT64);
        Graph output = doubled(Graph.integers("classlabels_int64s", 5, 7)).output("doubled", Graph.FLOAT, -1, 2);
        Graph others = doubled(Graph.integers("classlabels_int64s", 5, 6));

        assertThat(ZipMapTensor.under(Y_OF_7, input.toBytes())).isEmpty();
        assertThat(ZipMapTensor.under(Y_OF_7, output.toBytes())).isEmpty();
        assertThat(ZipMapTensor.under(Y_OF_7, others.toBytes())).isEmpty();
        assertThat(ZipMapTensor.under(Y_OF_7, new byte[] {1, 2, 3})).isEmpty();
        assertThat(ZipMapTensor.under(new Manifest.Output("z", Optional.of("7")), output.toBytes()))
                .isEmpty();
    }

    private static Graph doubled(Proto labels) {
        return new Graph()
                .input("x", Graph.FLOAT, -1, 2)
                .zipMapOutput("y", Graph.INT64)
                .node("Add", "x,x", "doubled")
                .node(Graph.ML, "ZipMap", "doubled", "y", labels);
    }
}
