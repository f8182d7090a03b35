package com.rocketmat.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.Proto;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileTest {

    @Test
    void readsTheOpsetsOfARealExport() {
        OnnxFile file =
                OnnxFile.read(Fixture.file("sklearn_logistic_zipmap.onnx")).orElseThrow();

        assertThat(file.opsets()).containsKey("ai.onnx.ml");
        assertThat(file.hasExternalData()).isFalse();
    }

    @Test
    void countsBothNamesOfTheStandardDomain() {
        OnnxFile file =
                OnnxFile.read(Graph.identity().opset("ai.onnx", 28).toBytes()).orElseThrow();

        assertThat(file.opsets()).containsEntry("", 28L);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14})
    void seesExternalDataByEitherOfItsMarks(int field) {
        Proto tensor = new Proto().varint(1, 1).varint(2, Graph.FLOAT).text(8, "w");
        Proto marked = field == 13 ? tensor.message(13, new Proto().text(1, "location")) : tensor.varint(14, 1);

        assertThat(OnnxFile.read(Graph.identity().initializer(marked).toBytes())
                        .orElseThrow()
                        .hasExternalData())
                .isTrue();
    }

    @Test
    void seesExternalDataInAGraphThatIsGivenTwice() {
        Proto model = new Proto()
                .message(7, Graph.identity().toSubgraph())
                .message(
                        7, new Graph().initializer(Graph.external("w", "w.bin")).toSubgraph());

        assertThat(OnnxFile.read(model.toBytes()).orElseThrow().hasExternalData())
                .isTrue();
    }

    /** As in the runtime: bits of a tag above the 32nd are dropped. */
    @Test
    @Tag("finding-A4")
    void seesExternalDataWhoseTagIsWrittenLonger() {
        Proto tensor = new Proto().varint(1, 1).varint(2, Graph.FLOAT).text(8, "w");
        byte[] longer = {(byte) 0xF0, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10, 1};

        assertThat(OnnxFile.read(
                                Graph.identity().initializer(tensor.raw(longer)).toBytes())
                        .orElseThrow()
                        .hasExternalData())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void seesExternalDataWhereverAGraphHasATensor(Proto graph) {
        assertThat(OnnxFile.read(new Proto().message(7, graph).toBytes())
                        .orElseThrow()
                        .hasExternalData())
                .isTrue();
    }

    private static List<Proto> seesExternalDataWhereverAGraphHasATensor() {
        Proto tensor = Graph.external("w", "w.bin");
        Proto values = new Proto().message(1, tensor);
        Proto indices = new Proto().message(2, tensor);
        Proto graph = new Proto().message(5, tensor);
        return List.of(
                graph,
                new Proto().message(15, values),
                new Proto().message(15, indices),
                node(5, tensor),
                node(10, tensor),
                node(6, graph),
                node(11, graph),
                node(22, values),
                node(23, values));
    }

    /** A graph with a node that has something in a field of an attribute. */
    private static Proto node(int field, Proto content) {
        return new Proto().message(1, new Proto().message(5, new Proto().message(field, content)));
    }

    @Test
    void givesUpOnGraphsWithoutABottom() {
        Graph inner = new Graph();
        for (int i = 0; i < 100; i++) {
            inner = new Graph().node("If", "c", "y", Graph.subgraph("then_branch", inner));
        }

        assertThat(OnnxFile.read(inner.toBytes())).isEmpty();
    }

    @Test
    void isEmptyWithoutAGraph() {
        assertThat(OnnxFile.read(new Proto().varint(1, 8).toBytes())).isEmpty();
    }
}
