package com.rocketmat.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.rocketmat.guide.GuidePage;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.Proto;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.upload.Check;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators that models may use. {@code -Doperators.page=write} regenerates the guide's page. */
@Tag("finding-A1")
class AllowedOperatorsTest {

    private static final Manifest ONE = Fixture.raw("candidate.experience_years");

    @Test
    void thePageIsGeneratedFromTheList() throws IOException {
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
    void refusesOtherOperatorsByName(String operator) {
        Graph graph = Graph.from(Graph.FLOAT, 1);

        ModelRefused refused = refused(graph.node(operator, "x", "y"));

        assertThat(refused.getType()).hasToString("/problems/model-operators");
        assertThat(refused.reason()).contains("operator " + operator, "the node that produces y");
        assertThat(refused.remedy()).contains("operators");
    }

    /** Otherwise the cost of a batch would depend on a candidate's values. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Range           | zero,long,one
                    ConstantOfShape | long
                    Expand          | x,long
                    Pad             | x,zero,,long
                    ReduceSum       | x,long
                    Reshape         | x,long
                    Slice           | x,zero,long
                    Split           | x,long
                    Squeeze         | x,long
                    TopK            | x,long
                    Unsqueeze       | x,long
                    """)
    @Tag("finding-A2")
    void refusesAnOutputWhoseSizeDependsOnValues(String operator, String inputs) {
        assertThat(refused(Graph.sizedByItsInput(operator, inputs)).reason())
                .contains("operator " + operator, "whose size is computed from the rows' values");
    }

    @Test
    void allowsAnOutputWhoseSizeDependsOnTheNumberOfRows() {
        Graph graph = Graph.from(Graph.FLOAT, 1)
                .initializer(Graph.longTensor("first", 0))
                .initializer(Graph.longTensor("one", 1))
                .node("Shape", "x", "shape")
                .node("Gather", "shape,first", "rows")
                .node("Concat", "rows,one", "column", Graph.integer("axis", 0))
                .node("ConstantOfShape", "column", "zeros")
                .node("Add", "x,zeros", "y");

        assertThat(Fixture.check(graph.toBytes(), ONE)).allMatch(Check::passed);
    }

    /** A size computed from the number of rows may be large for only some numbers. */
    @Test
    void triesEachNumberOfRowsIfTheFileComputesWithIt() {
        Graph graph = Graph.from(Graph.FLOAT, 1)
                .initializer(Graph.longTensor("seven", 7, 1))
                .initializer(Graph.floatTensor("unit", 1))
                .node("Shape", "x", "shape")
                .node("Equal", "shape,seven", "equal")
                .node("Cast", "equal", "ones", Graph.integer("to", Graph.FLOAT))
                .node("ReduceMin", "ones", "hit", Graph.integer("keepdims", 0))
                .node("Sub", "unit,hit", "left")
                .node("Log", "left", "none")
                .node("Add", "x,none", "y");

        ModelRefused refused = refused(graph);

        assertThat(refused.check()).isEqualTo("dry-batch");
        assertThat(refused.reason()).contains("dry batch of 7");
    }

    /** A tokenizer returns as many columns as the longest text has words. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Shape        | words | operator Shape
                    LabelEncoder | words | operator ai.onnx.ml.LabelEncoder
                    Unsqueeze    | flat  | operator Unsqueeze
                    Tokenizer    | words | splits computed texts
                    """)
    void onlyATfIdfVectorizerReadsWords(String operator, String words, String reason) {
        String domain = switch (operator) {
            case "LabelEncoder" -> Graph.ML;
            case "Tokenizer" -> "com.microsoft";
            default -> "";
        };
        // in any order, as for the runtime
        Graph graph = texts().node(domain, operator, words + ",axis", "y")
                .node("Flatten", "words", "flat")
                .node("com.microsoft", "Tokenizer", "x", "words");

        assertThat(refused(graph).reason()).contains(reason);
    }

    static List<Arguments> refusedGraphs() {
        Proto constant = new Proto()
                .text(1, "value")
                .message(5, Graph.longTensor("long", 1, 3))
                .varint(20, 4);
        Graph nested = new Graph().input("many", Graph.STRING, -1);
        return List.of(
                arguments("a loop", Graph.endless(), "operator Loop"),
                arguments(
                        "another domain",
                        Graph.from(Graph.FLOAT, 1).opset("org.example", 1).node("org.example", "Relu", "x", "y"),
                        "operator org.example.Relu"),
                arguments(
                        "a size with the name of a tensor in a node, which is not a constant of the graph",
                        Graph.from(Graph.FLOAT, 1)
                                .node("Constant", "", "unused", constant)
                                .node("Cast", "x", "long", Graph.integer("to", Graph.INT64))
                                .node("Expand", "x,long", "y"),
                        "whose size is computed from the rows' values"),
                arguments(
                        "words flattened along another axis, so that each becomes a row",
                        texts().node("com.microsoft", "Tokenizer", "x", "words")
                                .node("Flatten", "words", "flat", Graph.integer("axis", 2))
                                .node("TfIdfVectorizer", "flat", "y"),
                        "reads words"),
                arguments(
                        "a tokenizer of computed texts",
                        texts().node("Gather", "x,axis", "many")
                                .node("Reshape", "many,axis", "shaped")
                                .node("com.microsoft", "Tokenizer", "shaped", "words"),
                        "computed texts"),
                arguments(
                        "a tokenizer of the texts of a nested graph, which are not those of the model",
                        texts().node("Gather", "x,axis", "many")
                                .node("com.microsoft", "Tokenizer", "many", "words")
                                .node("If", "c", "z", Graph.subgraph("then_branch", nested)),
                        "computed texts"),
                arguments(
                        "stop words",
                        texts().node("StringNormalizer", "x", "y", Graph.strings("stopwords", "the")),
                        "leaves out rows"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedGraphs")
    @Tag("finding-A2")
    void refuses(String name, Graph graph, String reason) {
        assertThat(refused(graph).reason()).contains(reason);
    }

    /** As a ColumnTransformer selects it from one tensor of texts. */
    @Test
    void allowsATokenizerOfOneColumn() {
        Graph graph = new Graph()
                .opset("com.microsoft", 1)
                .input("x", Graph.STRING, -1, 2)
                .output("y", Graph.FLOAT, -1, 1)
                .initializer(Graph.longTensor("second", 1))
                .node(Graph.ML, "ArrayFeatureExtractor", "x,second", "column")
                .node("com.microsoft", "Tokenizer", "column", "words", separators())
                .node("Flatten", "words", "flat")
                .node("TfIdfVectorizer", "flat", "y", words());

        assertThat(Fixture.check(graph.toBytes(), Fixture.raw("candidate.company", "candidate.title")))
                .allMatch(Check::passed);
    }

    private static Proto[] separators() {
        return new Proto[] {
            Graph.strings("separators", " "),
            Graph.text("pad_value", "#"),
            Graph.integer("mark", 0),
            Graph.integer("mincharnum", 1)
        };
    }

    private static Proto[] words() {
        return new Proto[] {
            Graph.text("mode", "TF"),
            Graph.integer("min_gram_length", 1),
            Graph.integer("max_gram_length", 1),
            Graph.integer("max_skip_count", 0),
            Graph.integers("ngram_counts", 0),
            Graph.integers("ngram_indexes", 0),
            Graph.strings("pool_strings", "Engineer")
        };
    }

    @Test
    void refusesDamagedNodes() {
        Proto damaged = new Proto().text(1, "stopwords").bytes(8, new byte[] {(byte) 0x80});
        Proto withoutInputs = new Proto()
                .message(1, new Proto().text(2, "z").text(4, "Gather"))
                .message(1, new Proto().text(2, "z").text(4, "Flatten"));

        assertThat(refused(texts().node("StringNormalizer", "x", "y", damaged)).reason())
                .contains("operator StringNormalizer");
        assertThat(refused(joined(
                                Graph.identity().toBytes(),
                                new Proto().message(7, withoutInputs).toBytes()))
                        .check())
                .isEqualTo("load");
    }

    /** Every row could contain the text. */
    @Test
    void refusesALongTextThatAModelCanWrite() {
        String text = "x".repeat(101);

        assertThat(refused(texts().node(Graph.ML, "LabelEncoder", "x", "y", Graph.strings("values_strings", text)))
                        .reason())
                .contains("a text in the file has 101 bytes");
        assertThat(refused(texts().node("com.microsoft", "Tokenizer", "x", "y", Graph.text("pad_value", text)))
                        .reason())
                .contains("101 bytes");
        assertThat(refused(texts().initializer(new Proto()
                                .varint(2, Graph.STRING)
                                .text(6, text)
                                .text(8, "t")))
                        .reason())
                .contains("101 bytes");
        assertThat(Fixture.check(Graph.words(text, "other").toBytes(), Fixture.raw("candidate.title")))
                .allMatch(Check::passed);
    }

    private static Graph texts() {
        // two elements, with the packed encoding that some writers use
        Proto axis = new Proto()
                .bytes(1, new byte[] {2})
                .varint(2, Graph.INT64)
                .bytes(7, new byte[] {0, 0})
                .text(8, "axis");
        return new Graph()
                .opset("com.microsoft", 1)
                .input("x", Graph.STRING, -1, 1)
                .output("y", Graph.FLOAT, -1, 1)
                .initializer(axis);
    }

    @Test
    void allowsAnOutputWhoseSizeIsAConstant() {
        Graph graph = Graph.from(Graph.FLOAT, 1)
                .initializer(Graph.longTensor("shape", 1, 3))
                .initializer(Graph.longTensor("axis", 1))
                .node("Expand", "x,shape", "wide")
                .node("ReduceMax", "wide", "y", Graph.integers("axes", 1));

        assertThat(Fixture.check(graph.toBytes(), ONE)).allMatch(Check::passed);
    }

    @Test
    void refusesOperatorsThatTheFileDefines() {
        byte[] file = Graph.identity().toBytes();
        byte[] function =
                new Proto().message(25, new Proto().text(1, "Identity")).toBytes();

        assertThat(refused(joined(file, function)).reason()).contains("functions");
    }

    /** With the layers that PyTorch's exporter writes for a small network. */
    @Test
    void allowsASmallNetwork() {
        Graph network = new Graph()
                .opset("", 20)
                .input("x", Graph.FLOAT, -1, 2)
                .output("y", Graph.FLOAT, -1, 2)
                .initializer(Graph.weights("w1", new Random(1), 2, 2))
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
                # ONNX operators that models may use

                Written from `AllowedOperators.java`; a test holds both together.

                A model is a flat graph, without loops, conditions and functions of its own. A batch's time and memory depend on the number of its rows
                alone, never on their values. So the check of an upload can measure them: with the largest batch that the service ever runs, and
                with each smaller one if the graph has `Shape`, `Slice` or `Split`. A file with another operator is refused (`model-operators`, in the
                [list of problems](problems.md)), with the operator and its node.

                ## `ai.onnx.ml`

                All but `CategoryMapper`: trees, linear models, support vector machines, scalers, imputers, encoders, `ZipMap`. A text that the model can write,
                such as a class, has at most 100 bytes.

                ## `ai.onnx`

                %s.

                Where an input determines the size of the output, it has to follow from the file and the number of rows (constants, `Shape`, and what is computed
                from these alone): %s.

                `StringNormalizer` without stop words.

                ## `com.microsoft`

                %s, of the texts of a graph's input (or of one column of it, through `Reshape` and `StringNormalizer`), and for a `TfIdfVectorizer` alone
                (through `Flatten` without attributes).
                """.formatted(
                        listed(AllowedOperators.STANDARD),
                        listed(AllowedOperators.SIZED_BY_INPUT),
                        listed(AllowedOperators.MICROSOFT));
    }

    private static String listed(Set<String> operators) {
        return new TreeSet<>(operators).stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
    }
}
