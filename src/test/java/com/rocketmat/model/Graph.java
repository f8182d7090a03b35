package com.rocketmat.model;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Writes small ONNX models of shapes that exporters write rarely, or only by mistake. */
public final class Graph {

    public static final int FLOAT = 1;
    public static final int INT32 = 6;
    public static final int INT64 = 7;
    public static final int STRING = 8;
    public static final int BOOL = 9;
    public static final int DOUBLE = 11;
    public static final String ML = "ai.onnx.ml";

    /** The manifest of {@link #words(String, String)} of resumes. */
    public static final String RESUMES = """
            {"name": "resumes", "inputs": [{"input": "x", "features": ["resume.text"]}], "output": {"name": "y"},
             "score": {"scale": "raw", "decimals": 0}}""";

    private final Proto graph = new Proto().text(2, "test");
    private final Map<String, Long> opsets = new TreeMap<>(Map.of("", 13L, ML, 3L));

    /** The same graph in a file with another digest. */
    public Graph named(String docString) {
        graph.text(10, docString);
        return this;
    }

    public Graph opset(String domain, long version) {
        opsets.put(domain, version);
        return this;
    }

    public Graph input(String name, int type, long... shape) {
        graph.message(11, value(name, type, shape));
        return this;
    }

    public Graph output(String name, int type, long... shape) {
        graph.message(12, value(name, type, shape));
        return this;
    }

    /** A sequence of maps from the key type to float. */
    public Graph zipMapOutput(String name, int keys) {
        Proto map = new Proto().varint(1, keys).message(2, tensor(FLOAT));
        Proto sequence = new Proto().message(1, new Proto().message(5, map));
        graph.message(12, new Proto().text(1, name).message(2, new Proto().message(4, sequence)));
        return this;
    }

    public Graph node(String operator, String from, String to, Proto... attributes) {
        return node("", operator, from, to, attributes);
    }

    /** Inputs and outputs are separated by commas. */
    public Graph node(String domain, String operator, String from, String to, Proto... attributes) {
        Proto node = new Proto();
        for (String input : from.split(",", -1)) {
            node.text(1, input);
        }
        for (String output : to.split(",", -1)) {
            node.text(2, output);
        }
        node.text(4, operator).text(7, domain);
        for (Proto attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
        return this;
    }

    public Graph initializer(Proto tensor) {
        graph.message(5, tensor);
        return this;
    }

    public Proto toSubgraph() {
        return graph;
    }

    public byte[] toBytes() {
        Proto model = new Proto().varint(1, 8).message(7, graph);
        opsets.forEach((domain, version) ->
                model.message(8, new Proto().text(1, domain).varint(2, version)));
        return model.toBytes();
    }

    /** From some values of a type a row, the input {@code x}, to one float, the output {@code y}. */
    public static Graph from(int type, int columns) {
        return new Graph().input("x", type, -1, columns).output("y", FLOAT, -1, 1);
    }

    /** Returns one float per row. */
    public static Graph identity() {
        return from(FLOAT, 1).node("Identity", "x", "y");
    }

    /** Adds a constant to one float per row. */
    public static Graph plus(float more) {
        return from(FLOAT, 1).initializer(floatTensor("more", more)).node("Add", "x,more", "y");
    }

    /** Multiplies one float per row by a constant. */
    public static Graph times(float factor) {
        return from(FLOAT, 1).initializer(floatTensor("factor", factor)).node("Mul", "x,factor", "y");
    }

    /** Takes one float per row and never returns. */
    public static Graph endless() {
        Graph body = new Graph()
                .input("i", INT64)
                .input("go", BOOL)
                .input("in", FLOAT, -1, 1)
                .output("on", BOOL)
                .output("out", FLOAT, -1, 1)
                .node("Identity", "go", "on")
                .node("Identity", "in", "out");
        return from(FLOAT, 1)
                .initializer(
                        new Proto().varint(2, BOOL).bytes(9, new byte[] {1}).text(8, "go"))
                .node("Loop", ",go,x", "y", subgraph("body", body));
    }

    /** Returns one float per row after products of large matrices, each of which takes tenths of a second. */
    public static Graph slow(int products) {
        Graph graph = from(FLOAT, 1)
                .initializer(longTensor("square", 1_500, 1_500))
                .initializer(longTensor("first", 0))
                .node("Gather", "x,first", "one", integer("axis", 0))
                .node("Expand", "one,square", "p0");
        for (int product = 1; product <= products; product++) {
            graph.node("MatMul", "p%d,p0".formatted(product - 1), "m" + product)
                    .node("Sigmoid", "m" + product, "p" + product);
        }
        return graph.node("ReduceMax", "p" + products, "most", integer("keepdims", 1))
                .node("Add", "x,most", "y");
    }

    /**
     * One float a row, given back after one product of large matrices: the runtime looks at its flag between two operators, and this is
     * one, of whole numbers, for which it has no fast way.
     */
    public static Graph deaf(int side) {
        return from(FLOAT, 1)
                .initializer(longTensor("square", side, side))
                .initializer(longTensor("zero", 0))
                .node("Gather", "x,zero", "first", integer("axis", 0))
                .node("Cast", "first", "whole", integer("to", INT64))
                .node("Expand", "whole,square", "left")
                .node("MatMul", "left,left", "product")
                .node("ReduceMax", "product", "largest", integer("keepdims", 1))
                .node("Cast", "largest", "most", integer("to", FLOAT))
                .node("Add", "x,most", "y");
    }

    /** One float a row, and an operator that makes as much as its input says: of whole numbers, {@code zero}, {@code one}, {@code long}. */
    public static Graph sizedByItsInput(String operator, String inputs) {
        return from(FLOAT, 1)
                .initializer(longTensor("zero", 0))
                .initializer(longTensor("one", 1))
                .node("Cast", "x", "long", integer("to", INT64))
                .node(operator, inputs, "y");
    }

    /** One float a row, given back; a file of less than a kilobyte which holds many zeros once it is loaded. */
    public static Graph swelling(int zeros) {
        return from(FLOAT, 1)
                .initializer(longTensor("shape", 1, zeros))
                .initializer(longTensor("column", 0))
                .node("ConstantOfShape", "shape", "zeros")
                .node("Gather", "zeros,column", "zero", integer("axis", 1))
                .node("Add", "x,zeros", "wide")
                .node("ReduceMax", "wide", "most", integers("axes", 1))
                .node("Add", "most,zero", "y");
    }

    /** The first of some floats a row, given back as it is; the others have to be finite. */
    public static Graph firstOf(int columns) {
        float[] weights = new float[columns];
        weights[0] = 1;
        return new Graph()
                .input("x", FLOAT, -1, columns)
                .output("y", FLOAT, -1)
                .initializer(floatTensor("w", weights))
                .node("MatMul", "x,w", "y");
    }

    /** Casts a column of another type to float. */
    public static Graph cast(int type) {
        return from(type, 1).node("Cast", "x", "y", integer("to", FLOAT));
    }

    /** Probabilities of two classes, wrapped as by scikit-learn's exporter. */
    public static Graph zipMap(Proto labels, int keys) {
        return new Graph().input("x", FLOAT, -1, 2).zipMapOutput("y", keys).node(ML, "ZipMap", "x", "y", labels);
    }

    /** A score for each word: 1 and 2 for the given ones, 0 for all others. */
    public static Graph words(String one, String two) {
        return from(STRING, 1).words("x", "y", one, two);
    }

    /** Numbers the given words from 1, and all others 0. */
    public Graph words(String input, String output, String... words) {
        float[] numbers = new float[words.length];
        for (int word = 0; word < words.length; word++) {
            numbers[word] = word + 1;
        }
        return node(
                ML,
                "LabelEncoder",
                input,
                output,
                strings("keys_strings", words),
                floats("values_floats", numbers),
                number("default_float", 0));
    }

    public static Proto integer(String name, long value) {
        return new Proto().text(1, name).varint(3, value).varint(20, 2);
    }

    public static Proto number(String name, float value) {
        return new Proto().text(1, name).fixed32(2, value).varint(20, 1);
    }

    public static Proto text(String name, String value) {
        return new Proto().text(1, name).text(4, value).varint(20, 3);
    }

    public static Proto subgraph(String name, Graph graph) {
        return new Proto().text(1, name).message(6, graph.graph).varint(20, 5);
    }

    public static Proto integers(String name, long... values) {
        Proto attribute = new Proto().text(1, name).varint(20, 7);
        for (long value : values) {
            attribute.varint(8, value);
        }
        return attribute;
    }

    public static Proto floats(String name, float... values) {
        Proto attribute = new Proto().text(1, name).varint(20, 6);
        for (float value : values) {
            attribute.fixed32(7, value);
        }
        return attribute;
    }

    public static Proto strings(String name, String... values) {
        Proto attribute = new Proto().text(1, name).varint(20, 8);
        for (String value : values) {
            attribute.text(9, value);
        }
        return attribute;
    }

    public static Proto floatTensor(String name, float... values) {
        Proto tensor = new Proto().varint(1, values.length).varint(2, FLOAT).text(8, name);
        for (float value : values) {
            tensor.fixed32(4, value);
        }
        return tensor;
    }

    /** A matrix of floats between -0.5 and 0.5. */
    public static Proto weights(String name, Random random, int rows, int columns) {
        Proto tensor =
                new Proto().varint(1, rows).varint(1, columns).varint(2, FLOAT).text(8, name);
        for (int cell = 0; cell < rows * columns; cell++) {
            tensor.fixed32(4, random.nextFloat() - 0.5f);
        }
        return tensor;
    }

    public static Proto longTensor(String name, long... values) {
        Proto tensor = new Proto().varint(1, values.length).varint(2, INT64).text(8, name);
        for (long value : values) {
            tensor.varint(7, value);
        }
        return tensor;
    }

    public static Proto external(String name, String location) {
        return new Proto()
                .varint(1, 1)
                .varint(2, FLOAT)
                .text(8, name)
                .message(13, new Proto().text(1, "location").text(2, location))
                .varint(14, 1);
    }

    private static Proto value(String name, int type, long... shape) {
        return new Proto().text(1, name).message(2, tensor(type, shape));
    }

    private static Proto tensor(int type, long... shape) {
        Proto dimensions = new Proto();
        for (long size : shape) {
            dimensions.message(1, size < 0 ? new Proto().text(2, "N") : new Proto().varint(1, size));
        }
        return new Proto().message(1, new Proto().varint(1, type).message(2, dimensions));
    }
}
