package com.rocketmat.training.fit.onnx;

import com.google.protobuf.ByteString;
import com.rocketmat.training.fit.onnx.Onnx.AttributeProto;
import com.rocketmat.training.fit.onnx.Onnx.AttributeProto.AttributeType;
import com.rocketmat.training.fit.onnx.Onnx.GraphProto;
import com.rocketmat.training.fit.onnx.Onnx.ModelProto;
import com.rocketmat.training.fit.onnx.Onnx.NodeProto;
import com.rocketmat.training.fit.onnx.Onnx.OperatorSetIdProto;
import com.rocketmat.training.fit.onnx.Onnx.TensorProto;
import com.rocketmat.training.fit.onnx.Onnx.TensorProto.DataType;
import com.rocketmat.training.fit.onnx.Onnx.TensorShapeProto;
import com.rocketmat.training.fit.onnx.Onnx.TensorShapeProto.Dimension;
import com.rocketmat.training.fit.onnx.Onnx.TypeProto;
import com.rocketmat.training.fit.onnx.Onnx.ValueInfoProto;
import java.util.Arrays;
import java.util.List;

/** Builds a graph node by node. Methods return the name of the tensor that they add. */
final class Graph {

    private static final String ML = "ai.onnx.ml";
    private static final int OPSET = 17;
    private static final int ML_OPSET = 3;
    private static final int IR_VERSION = 8;
    static final String PRODUCER = "rocketmat";

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName(PRODUCER);
    private int tensors;

    String input(String name, DataType type, int width) {
        graph.addInput(value(name, type, width));
        return name;
    }

    /** Of shape {@code [1, values]}. */
    String constant(float... values) {
        return floats(List.of(1L, (long) values.length), values);
    }

    /** @param dims empty for a scalar */
    String floats(List<Long> dims, float... values) {
        String name = nextName("constant");
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.FLOAT_VALUE)
                .addAllDims(dims)
                .addAllFloatData(list(values)));
        return name;
    }

    String indices(long... values) {
        String name = nextName("constant");
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.INT64_VALUE)
                .addDims(values.length)
                .addAllInt64Data(Arrays.stream(values).boxed().toList()));
        return name;
    }

    String node(String operator, List<String> inputs, AttributeProto... attributes) {
        return node("", operator, inputs, attributes);
    }

    String mlNode(String operator, List<String> inputs, AttributeProto... attributes) {
        return node(ML, operator, inputs, attributes);
    }

    private String node(String domain, String operator, List<String> inputs, AttributeProto... attributes) {
        String output = nextName(operator);
        graph.addNode(NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    String toFloat(String tensor) {
        return node("Cast", List.of(tensor), attribute("to", DataType.FLOAT_VALUE));
    }

    /** Serializes the graph, with {@code tensor} as its only output. */
    byte[] file(String tensor, String output) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(output)
                .addInput(tensor)
                .addOutput(output));
        graph.addOutput(value(output, DataType.FLOAT, 1));
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName(PRODUCER)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML).setVersion(ML_OPSET))
                .build()
                .toByteArray();
    }

    static AttributeProto attribute(String name, long value) {
        return attribute(name, AttributeType.INT).setI(value).build();
    }

    static AttributeProto attribute(String name, float value) {
        return attribute(name, AttributeType.FLOAT).setF(value).build();
    }

    static AttributeProto attribute(String name, String value) {
        return attribute(name, AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto integers(String name, List<Long> values) {
        return attribute(name, AttributeType.INTS).addAllInts(values).build();
    }

    static AttributeProto floats(String name, List<Float> values) {
        return attribute(name, AttributeType.FLOATS).addAllFloats(values).build();
    }

    static AttributeProto texts(String name, List<String> values) {
        return attribute(name, AttributeType.STRINGS)
                .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
                .build();
    }

    private static AttributeProto.Builder attribute(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    private static ValueInfoProto value(String name, DataType type, int width) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(Dimension.newBuilder().setDimParam("N"))
                .addDim(Dimension.newBuilder().setDimValue(width));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    private String nextName(String kind) {
        return kind + "_" + tensors++;
    }

    static List<Float> list(float... values) {
        Float[] boxed = new Float[values.length];
        Arrays.setAll(boxed, i -> values[i]);
        return List.of(boxed);
    }
}
