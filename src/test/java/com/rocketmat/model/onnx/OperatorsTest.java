package com.rocketmat.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rocketmat.guide.GuidePage;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.Proto;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.upload.Check;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators that models may use. {@code -Doperators.page=write} regenerates the guide's page. */
@Tag("finding-A1")
class OperatorsTest {

    private static final Manifest ONE = Fixture.raw("candidate.experience_years");

    @Test
    void thePageIsTheOneThatTheListGives() throws IOException {
        GuidePage.named("operators").is(page());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NonZero",
                "Compress",
                "Unique",
                "StringSplit",
                "RandomUniformLike",
                "Bernoulli",
                "Dropout",
                "Resize",
                "GridSample"
            })
    void oneThatIsNotAllowedIsRefusedByItsName(String operator) {
        Graph graph = new Graph().input("x", Graph.FLOAT, -1, 1).output("y", Graph.FLOAT, -1, 1);

        ModelRefused refused = refused(graph.node(operator, "x", "y"));

        assertThat(refused.getType()).hasToString("/problems/model-operators");
        assertThat(refused.reason()).contains("operator " + operator, "the node that produces y");
        assertThat(refused.remedy()).contains("operators");
    }

    @Test
    void aLoopIsRefused() {
        assertThat(refused(Graph.endless()).reason()).contains("operator Loop");
    }

    /** The cost of a batch would depend on a candidate's row. */
    @Test
    @Tag("finding-A2")
    void anOutputWhoseSizeIsComputedIsRefused() {
        assertThat(refused(Graph.sizedByItsInput("Range", "zero,long,one")).reason())
                .contains("operator Range", "whose size is computed");
        assertThat(refused(Graph.sizedByItsInput("ConstantOfShape", "long")).reason())
                .contains("operator ConstantOfShape");
        assertThat(refused(Graph.sizedByItsInput("Expand", "x,long")).reason()).contains("operator Expand");
    }

    @Test
    void anOutputWhoseSizeIsAConstantOfTheFileIsAllowed() {
        Graph graph = new Graph()
                .input("x", Graph.FLOAT, -1, 1)
                .output("y", Graph.FLOAT, -1, 1)
                .initializer(Graph.longTensor("shape", 1, 3))
                .initializer(Graph.longTensor("axis", 1))
                .node("Expand", "x,shape", "wide")
                .node("ReduceMax", "wide", "y", Graph.integers("axes", 1));

        assertThat(Fixture.check(graph.toBytes(), ONE)).allMatch(Check::passed);
    }

    /** A tensor in a node is not a constant of the graph, under any name. */
    @Test
    @Tag("finding-A2")
    void aTensorThatOnlyBearsTheNameMakesNoSizeAConstant() {
        Proto bait = new Proto()
                .text(1, "value")
                .message(5, Graph.longTensor("long", 1, 3))
                .varint(20, 4);
        Graph graph = new Graph()
                .input("x", Graph.FLOAT, -1, 1)
                .output("y", Graph.FLOAT, -1, 1)
                .node("Constant", "", "unused", bait)
                .node("Cast", "x", "long", Graph.integer("to", Graph.INT64))
                .node("Expand", "x,long", "y");

        assertThat(refused(graph).reason()).contains("operator Expand", "whose size is computed");
    }

    @Test
    void anotherDomainIsRefusedWithItsName() {
        Graph graph = new Graph()
                .opset("org.example", 1)
                .input("x", Graph.FLOAT, -1, 1)
                .output("y", Graph.FLOAT, -1, 1)
                .node("org.example", "Relu", "x", "y");

        assertThat(refused(graph).reason()).contains("operator org.example.Relu");
    }

    @Test
    void operatorsThatTheFileDefinesAreRefused() {
        byte[] file = Graph.identity().toBytes();
        byte[] function =
                new Proto().message(25, new Proto().text(1, "Identity")).toBytes();

        assertThat(refused(joined(file, function)).reason()).contains("functions");
    }

    /** In the layers that PyTorch's exporter writes for a small network. */
    @Test
    void aSmallNetworkIsScored() {
        Graph network = new Graph()
                .opset("", 20)
                .input("x", Graph.FLOAT, -1, 2)
                .output("y", Graph.FLOAT, -1, 2)
                .initializer(matrix("w1", 2, 0.5f, -0.25f, 0.75f, 0.5f))
                .initializer(Graph.floatTensor("b1", 0.1f, -0.1f))
                .initializer(Graph.floatTensor("ones", 1, 1))
                .initializer(Graph.floatTensor("zeros", 0, 0))
                .node("Gemm", "x,w1,b1", "linear1", Graph.integer("transB", 1))
                .node("BatchNormalization", "linear1,ones,zeros,zeros,ones", "batch")
                .node("Relu", "batch", "relu")
                .node("Gemm", "relu,w1,b1", "linear2", Graph.integer("transB", 1))
                .node("LayerNormalization", "linear2,ones,zeros", "layer")
                .node("Gelu", "layer", "gelu")
                .node("Erf", "gelu", "erf")
                .node("Tanh", "erf", "tanh")
                .node("Sigmoid", "tanh", "sigmoid")
                .node("Gemm", "sigmoid,w1,b1", "linear3", Graph.integer("transB", 1))
                .node("Softmax", "linear3", "y", Graph.integer("axis", 1));
        Manifest manifest = Manifest.parse(Fixture.manifest(
                "'candidate.experience_years','candidate.jobs_count'", "{'name':'y','class':'1'}", ""));

        assertThat(Fixture.check(network.toBytes(), manifest)).allMatch(Check::passed);
    }

    private static Proto matrix(String name, int columns, float... values) {
        Proto tensor = new Proto()
                .varint(1, values.length / columns)
                .varint(1, columns)
                .varint(2, Graph.FLOAT)
                .text(8, name);
        for (float value : values) {
            tensor.fixed32(4, value);
        }
        return tensor;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static ModelRefused refused(Graph graph) {
        return refused(graph.toBytes());
    }

    private static ModelRefused refused(byte[] file) {
        return catchThrowableOfType(ModelRefused.class, () -> Fixture.check(file, ONE));
    }

    private static String page() {
        return """
                # Operators that models may use

                Written from `Operators.java`; a test holds both together.

                A model is a flat graph: no loops, no conditions, no functions of its own. What a batch takes of time and memory depends on the number
                of its rows alone, so that the trial at the upload, with the largest batch that the service ever runs, tells it. A file with another
                operator is refused with `/problems/model-operators`, which names the operator and its node.

                ## `ai.onnx.ml`

                All: trees, linear models, support vector machines, scalers, imputers, encoders, `ZipMap`.

                ## `ai.onnx`

                %s.

                With a constant of the file where the size of the output is asked for: %s.

                ## `com.microsoft`

                %s.
                """.formatted(
                        listed(Operators.STANDARD),
                        new TreeMap<>(Operators.SIZED_BY_AN_INPUT)
                                .keySet().stream().map("`%s`"::formatted).collect(Collectors.joining(", ")),
                        listed(Operators.MICROSOFT));
    }

    private static String listed(Set<String> operators) {
        return new TreeSet<>(operators).stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
    }
}
