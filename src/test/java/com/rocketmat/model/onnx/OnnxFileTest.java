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

class OnnxFileTest {

    @Test
    void readsTheOpsetsOfARealExport() {
        OnnxFile file =
                OnnxFile.read(Fixture.file("sklearn_logistic_zipmap.onnx")).orElseThrow();

        assertThat(file.opsets()).containsKey("ai.onnx.ml");
        assertThat(file.hasExternalData()).isFalse();
    }

    @Test
    void knowsBothNamesOfTheStandardDomain() {
        OnnxFile file =
                OnnxFile.read(Graph.identity().opset("ai.onnx", 28).toBytes()).orElseThrow();

        assertThat(file.opsets()).containsEntry("", 28L);
    }

    static List<Proto> externalData() {
        Proto tensor = Graph.external("w", "w.bin");
        Proto values = new Proto().message(1, tensor);
        Proto indices = new Proto().message(2, tensor);
        Proto graph = new Proto().message(5, tensor);
        // the runtime drops the bits of a tag above the 32nd
        byte[] overlongTag = {(byte) 0xF0, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10, 1};
        return List.of(
                graph,
                new Proto().message(5, tensor().message(13, new Proto().text(1, "location"))),
                new Proto().message(5, tensor().varint(14, 1)),
                new Proto().message(5, tensor().raw(overlongTag)),
                new Proto().message(15, values),
                new Proto().message(15, indices),
                node(5, tensor),
                node(10, tensor),
                node(6, graph),
                node(11, graph),
                node(22, values),
                node(23, values));
    }

    @ParameterizedTest
    @MethodSource("externalData")
    @Tag("finding-A4")
    void seesExternalDataInAnyTensorOfAnyGraph(Proto graph) {
        Proto second = new Proto().message(7, Graph.identity().toSubgraph()).message(7, graph);

        assertThat(OnnxFile.read(new Proto().message(7, graph).toBytes()).orElseThrow())
                .returns(true, OnnxFile::hasExternalData);
        assertThat(OnnxFile.read(second.toBytes()).orElseThrow()).returns(true, OnnxFile::hasExternalData);
    }

    private static Proto tensor() {
        return new Proto().varint(1, 1).varint(2, Graph.FLOAT).text(8, "w");
    }

    /** A graph with a node that has an attribute with this field. */
    private static Proto node(int field, Proto content) {
        return new Proto().message(1, new Proto().message(5, new Proto().message(field, content)));
    }

    @Test
    void refusesDeeplyNestedGraphs() {
        Graph inner = new Graph();
        for (int i = 0; i < 100; i++) {
            inner = new Graph().node("If", "c", "y", Graph.subgraph("then_branch", inner));
        }

        assertThat(OnnxFile.read(inner.toBytes())).isEmpty();
    }

    /** The runtime compares bytes, so two such names would be one here only. */
    @Test
    void refusesNamesThatAreNoText() {
        Proto constant = new Proto().varint(1, 1).varint(2, Graph.INT64).bytes(8, new byte[] {(byte) 0xFE});
        Proto node = new Proto().text(1, "x").bytes(2, new byte[] {(byte) 0xFF}).text(4, "Cast");
        Proto graph = new Proto().message(1, node);

        assertThat(OnnxFile.read(new Proto().message(7, graph).toBytes())).isEmpty();
        assertThat(OnnxFile.read(
                        new Proto().message(7, new Proto().message(5, constant)).toBytes()))
                .isEmpty();
    }

    @Test
    void isEmptyWithoutAGraph() {
        assertThat(OnnxFile.read(new Proto().varint(1, 8).toBytes())).isEmpty();
    }
}
