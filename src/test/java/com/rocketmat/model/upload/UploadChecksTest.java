package com.rocketmat.model.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ModelRefused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each refusal names its check, and the field and remedy that an operator needs. */
class UploadChecksTest {

    private static final String NUMBER = "'candidate.experience_years'";
    private static final String TEXT = "'candidate.title'";
    private static final String Y = "{'name':'y'}";

    @ParameterizedTest
    @CsvSource({
        "truncated, format, model, complete",
        "external_data, external-data, model, save_as_external_data=False",
        "double_zipmap, load, model, 'options={\"zipmap\": False}'",
        "double_imputer, load, model, cast the numbers to float32",
        "fixed_batch, inputs, inputs[0].input, '[None,4]'",
        "label_only, output, output.name, export probabilities"
    })
    @Tag("failure-model-file")
    void refusesARealExport(String name, String check, String field, String remedy) {
        refused(Fixture.file(name + ".onnx"), Fixture.manifest(name), check, field, remedy);
    }

    /** The default of scikit-learn. */
    @Test
    void refusesAnEncoderThatFailsOnUnknownTexts() {
        Graph graph = Graph.from(Graph.STRING, 1)
                .node(
                        Graph.ML,
                        "OneHotEncoder",
                        "x",
                        "hot",
                        Graph.strings("cats_strings", "Cook", "Baker"),
                        Graph.integer("zeros", 0))
                .node("ReduceMax", "hot", "y", Graph.integers("axes", 2), Graph.integer("keepdims", 0));

        refused(graph, TEXT, Y, "", "dry-batch", "model", "handle_unknown=\"ignore\"");
    }

    @Test
    @Tag("failure-model-file")
    void refusesAFileThatIsTooLarge() {
        refused(new byte[(1 << 20) + 1], Fixture.raw("a"), "size", "model", "rocketmat.models.max-file");
    }

    @ParameterizedTest
    @CsvSource({"''", "hello", "ORTM____ORTM"})
    void refusesAFileThatIsNotOnnx(String content) {
        refused(content.getBytes(StandardCharsets.UTF_8), Fixture.raw("a"), "format", "model", ".onnx");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            future opset | 'candidate.experience_years'                 | `{'name':'y'}`                 | opset     | model                        | target_opset=21
            unknown node | 'candidate.experience_years'                 | `{'name':'y'}`                 | load      | model                        | standard operators
            identity     | 'candidate.name'                             | `{'name':'y'}`                 | features  | inputs[0].features[0]        | GET /api/features
            identity     | 'candidate.title','nothing'                  | `{'name':'y'}`                 | features  | inputs[0].features[1]        | GET /api/features
            identity     | 'application.custom[gender]'                 | `{'name':'y'}`                 | protected | inputs[0].features[0]        | protected-names
            identity     | 'application.answer[Date of birth?]'         | `{'name':'y'}`                 | protected | inputs[0].features[0]        | train without it
            identity     | 'candidate.custom[Estado_Civil]'             | `{'name':'y'}`                 | protected | inputs[0].features[0]        | train without it
            identity     | 'candidate.experience_years','job.open_days' | `{'name':'y'}`                 | inputs    | inputs[0].features           | one feature for each
            no columns   | 'candidate.experience_years'                 | `{'name':'y'}`                 | inputs    | inputs[0].input              | [None,1]
            int32        | 'candidate.experience_years'                 | `{'name':'y'}`                 | inputs    | inputs[0].input              | int64
            identity     | 'candidate.title'                            | `{'name':'y'}`                 | types     | inputs[0].features[0]        | another type
            words        | 'candidate.experience_years'                 | `{'name':'y'}`                 | types     | inputs[0].features[0]        | another type
            bool         | 'candidate.experience_years'                 | `{'name':'y'}`                 | types     | inputs[0].features[0]        | another type
            int64        | 'application.age_days'                       | `{'name':'y'}`                 | types     | inputs[0].features[0]        | another type
            int64        | 'job.open_days'                              | `{'name':'y'}`                 | types     | inputs[0].features[0]        | another type
            int64        | 'match.title_similarity'                     | `{'name':'y'}`                 | types     | inputs[0].features[0]        | another type
            int64        | 'candidate.gap_months'                       | `{'name':'y'}`                 | types     | inputs[0].features[0]        | another type
            int64        | 'match.location_same'                        | `{'name':'y'}`                 | missing   | missing[match.location_same] | "match.location_same": 0
            bool         | 'match.location_same'                        | `{'name':'y'}`                 | missing   | missing[match.location_same] | "match.location_same": 0
            identity     | 'candidate.experience_years'                 | `{'name':'probabilities'}`     | output    | output.name                  | [y]
            label        | 'candidate.experience_years'                 | `{'name':'y'}`                 | output    | output.name                  | export probabilities
            zipmap       | 'candidate.experience_years','job.open_days' | `{'name':'y'}`                 | output    | output.class                 | "class"
            zipmap       | 'candidate.experience_years','job.open_days' | `{'name':'y','class':'1'}`     | dry-batch | output.class                 | hired, rejected
            two columns  | 'candidate.experience_years','job.open_days' | `{'name':'y','class':'2'}`     | dry-batch | output.class                 | 0 to 1
            two columns  | 'candidate.experience_years','job.open_days' | `{'name':'y','class':'hired'}` | dry-batch | output.class                 | no class names
            two columns  | 'candidate.experience_years','job.open_days' | `{'name':'y'}`                 | dry-batch | output.class                 | 0 to 1
            identity     | 'candidate.experience_years'                 | `{'name':'y','class':'1'}`     | dry-batch | output.class                 | omit output.class
            """)
    @Tag("failure-model-file")
    void refusesAModelThatDoesNotFitItsManifest(
            String graph, String features, String output, String check, String field, String remedy) {
        refused(graph(graph), features, output, "", check, field, remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            identity | candidate.experience_years | 'none' | number
            identity | candidate.experience_years | 1e300  | number
            int64    | candidate.degree_level     | 0.5    | number
            words    | candidate.title            | 0      | string
            """)
    void refusesAValueForMissingThatDoesNotFit(String graph, String feature, String value, String remedy) {
        refused(
                graph(graph),
                "'" + feature + "'",
                Y,
                ",'missing':{'%s':%s}".formatted(feature, value),
                "missing",
                "missing[" + feature + "]",
                remedy);
    }

    private static Graph graph(String name) {
        return switch (name) {
            case "future opset" -> Graph.identity().opset("", 28);
            case "unknown node" -> Graph.from(Graph.FLOAT, 1).node(Graph.ML, "Nonsense", "x", "y");
            case "no columns" ->
                new Graph()
                        .input("x", Graph.FLOAT, -1)
                        .output("y", Graph.FLOAT, -1)
                        .node("Identity", "x", "y");
            case "two columns" ->
                new Graph()
                        .input("x", Graph.FLOAT, -1, 2)
                        .output("y", Graph.FLOAT, -1, 2)
                        .node("Identity", "x", "y");
            case "label" ->
                new Graph()
                        .input("x", Graph.FLOAT, -1, 1)
                        .output("y", Graph.INT64, -1, 1)
                        .node("Cast", "x", "y", Graph.integer("to", Graph.INT64));
            case "zipmap" -> Graph.zipMap(Graph.strings("classlabels_strings", "hired", "rejected"), Graph.STRING);
            case "words" -> Graph.words("a", "b");
            case "int32" -> Graph.cast(Graph.INT32);
            case "int64" -> Graph.cast(Graph.INT64);
            case "bool" -> Graph.cast(Graph.BOOL);
            default -> Graph.identity();
        };
    }

    /** A warning passes, and has a remedy. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            job.id                       | types     | int64
            job.open_days                | dry-batch | "missing"
            application.custom[zip_code] | proxies   | proxy-names
            """)
    void warnsOfAFeature(String feature, String check, String remedy) {
        assertThat(Fixture.check(Graph.identity().toBytes(), Fixture.raw(feature)))
                .filteredOn(each -> each.name().equals(check))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.passed()).isTrue();
                    assertThat(warning.detail()).contains(feature);
                    assertThat(warning.remedy()).contains(remedy);
                });
    }

    @Test
    void warnsOfFeaturesThatAreNeverAmongTheReasons() {
        byte[] root = Graph.from(Graph.FLOAT, 1).node("Sqrt", "x", "y").toBytes();
        Manifest manifest = Manifest.parse(Fixture.manifest("'job.open_days'", Y, ",'missing':{'job.open_days':-7}"));

        assertThat(Fixture.check(root, manifest))
                .filteredOn(check -> check.name().equals("reasons"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.passed()).isTrue();
                    assertThat(check.detail()).contains("[job.open_days]");
                    assertThat(check.remedy()).isNotNull();
                });
        assertThat(Fixture.check(root, Fixture.raw("candidate.jobs_count")))
                .noneMatch(check -> check.name().equals("reasons"));
    }

    @Test
    void refusesExternalDataDeepInABranch() {
        Graph branch = new Graph().output("z", Graph.FLOAT, 1).initializer(Graph.external("z", "/etc/passwd"));
        Graph graph = Graph.identity().node("If", "c", "w", Graph.subgraph("then_branch", branch));

        refused(graph, NUMBER, Y, "", "external-data", "model", "one file");
    }

    @Test
    void refusesAnInputThatTheModelDoesNotHave() {
        Manifest manifest =
                Manifest.parse(Fixture.manifest(NUMBER, Y, "").replace("\"input\":\"x\"", "\"input\":\"features\""));

        refused(Graph.identity().toBytes(), manifest, "inputs", "inputs[0].input", "[x]");
    }

    @Test
    void refusesAnInputThatNothingFills() {
        Graph graph = Graph.identity().input("dropped", Graph.FLOAT, -1, 1);

        ModelRefused refused = refused(graph, NUMBER, Y, "", "inputs", "inputs", "pipeline drops");

        assertThat(refused.reason()).contains("[dropped]");
    }

    @Test
    void refusesAnInputThatIsFilledTwice() {
        Manifest once = Fixture.raw("candidate.experience_years");
        Manifest twice = new Manifest(
                "m",
                List.of(once.inputs().getFirst(), once.inputs().getFirst()),
                once.output(),
                once.score(),
                once.missing());

        refused(Graph.identity().toBytes(), twice, "inputs", "inputs[1].input", "one entry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application.referred", "candidate.jobs_count", "candidate.educations_count"})
    @Tag("finding-B6")
    void aFeatureThatIsNeverMissingNeedsNoValueForMissing(String feature) {
        assertThat(Fixture.check(Graph.cast(Graph.INT64).toBytes(), Fixture.raw(feature)))
                .allMatch(Check::passed);
    }

    @Test
    void refusesAMarginWhereAProbabilityIsPromised() {
        Manifest percent = Manifest.parse(Fixture.manifest(NUMBER, Y, "").replace("raw", "percent"));

        ModelRefused refused = refused(Graph.identity().toBytes(), percent, "dry-batch", "score.scale", "logit");

        assertThat(refused.getType()).hasToString("/problems/model-not-a-probability");
    }

    @Test
    @Tag("failure-model-file")
    void refusesScoresThatAreNotFinite() {
        Graph log = Graph.from(Graph.FLOAT, 1).node("Log", "x", "y");

        ModelRefused refused = refused(log, NUMBER, Y, "", "dry-batch", "output.name", "missing");

        assertThat(refused.getType()).hasToString("/problems/model-not-finite");
    }

    @ParameterizedTest
    @MethodSource("entangled")
    void refusesScoresThatDependOnOtherRows(Graph graph) {
        ModelRefused refused = refused(graph, NUMBER, Y, "", "dry-batch", "model", "whole batch");

        assertThat(refused.getType()).hasToString("/problems/model-rows-entangled");
    }

    static List<Named<Graph>> entangled() {
        return List.of(
                Named.of(
                        "on the mean of all",
                        withNumbers()
                                .node("ReduceMean", "x", "mean", Graph.integers("axes", 0))
                                .node("Sub", "x,mean", "y")),
                Named.of("on the sum of the rows before", withNumbers().node("CumSum", "x,zero", "y")),
                Named.of(
                        "on the first",
                        withNumbers().node("Gather", "x,zero", "first").node("Sub", "x,first", "y")),
                Named.of(
                        "on the fourth, if there is one",
                        withNumbers()
                                .node("Slice", "x,three,four", "fourth")
                                .node("ReduceSum", "fourth,zero", "sum")
                                .node("Add", "x,sum", "y")),
                Named.of(
                        "on the third row before, if there is one",
                        withNumbers()
                                .node("Slice", "x,zero,three", "head")
                                .node("Slice", "x,three,end", "tail")
                                .node("Slice", "x,zero,before", "others")
                                .node("Sub", "tail,others", "more")
                                .node("Add", "tail,more", "moved")
                                .node("Concat", "head,moved", "y", Graph.integer("axis", 0))));
    }

    private static Graph withNumbers() {
        return Graph.from(Graph.FLOAT, 1)
                .initializer(Graph.longTensor("zero", 0))
                .initializer(Graph.longTensor("three", 3))
                .initializer(Graph.longTensor("four", 4))
                .initializer(Graph.longTensor("end", Long.MAX_VALUE))
                .initializer(Graph.longTensor("before", -3));
    }

    @Test
    void refusesFewerScoresThanRowsWhateverTheDeclaredShape() {
        Graph first = Graph.from(Graph.FLOAT, 1).node("ReduceMax", "x", "y", Graph.integers("axes", 0));

        ModelRefused refused = refused(first, NUMBER, Y, "", "dry-batch", "output.name", "[N]");

        assertThat(refused.reason()).contains("for 3 rows");
        assertThat(refused.getType()).hasToString("/problems/model-row-count");

        Graph zipped = new Graph()
                .input("x", Graph.FLOAT, -1, 2)
                .output("one", Graph.FLOAT, 1, 2)
                .zipMapOutput("y", Graph.INT64)
                .initializer(Graph.longTensor("first", 0))
                .node("Gather", "x,first", "one", Graph.integer("axis", 0))
                .node(Graph.ML, "ZipMap", "one", "y", Graph.integers("classlabels_int64s", 0, 1));
        assertThat(refused(
                                zipped,
                                NUMBER + ",'candidate.jobs_count'",
                                "{'name':'y','class':'1'}",
                                "",
                                "dry-batch",
                                "output.name",
                                "None as N")
                        .reason())
                .contains("has 1 entries for 3 rows");
    }

    @Test
    void refusesAModelThatIsTooSlow() {
        Manifest manifest = Fixture.raw("candidate.experience_years");

        ModelRefused refused = catchThrowableOfType(
                ModelRefused.class, () -> Fixture.check(Graph.slow(500).toBytes(), manifest, Duration.ofMillis(300)));

        assertThat(refused.check()).isEqualTo("dry-batch");
        assertThat(refused.reason()).contains("300 ms");
        assertThat(refused.getType()).hasToString("/problems/model-time");
    }

    @Test
    void namesTheLocaleThatALowerCasingModelNeeds() {
        Graph lower = new Graph()
                .input("x", Graph.STRING, -1, 1)
                .output("y", Graph.FLOAT, -1)
                .initializer(Graph.longTensor("axis", 1))
                .node("Squeeze", "x,axis", "flat")
                .node(
                        "StringNormalizer",
                        "flat",
                        "low",
                        Graph.text("case_change_action", "LOWER"),
                        Graph.text("locale", "xx_YY"))
                .node(
                        Graph.ML,
                        "LabelEncoder",
                        "low",
                        "y",
                        Graph.strings("keys_strings", "a"),
                        Graph.floats("values_floats", 1));

        refused(lower, TEXT, Y, "", "load", "model", "en_US.UTF-8");
    }

    @Test
    void refusesAnInputNamedAfterAProtectedAttribute() {
        Graph graph = new Graph()
                .input("gender", Graph.FLOAT, -1, 1)
                .output("y", Graph.FLOAT, -1, 1)
                .node("Identity", "gender", "y");
        Manifest manifest =
                Manifest.parse(Fixture.manifest(NUMBER, Y, "").replace("\"input\":\"x\"", "\"input\":\"gender\""));

        refused(graph.toBytes(), manifest, "protected", "inputs[0].input", "rename the column");
    }

    @Test
    void listsAllChecksInOrder() {
        Manifest manifest = Manifest.parse(Fixture.manifest(NUMBER, Y, ",'missing':{" + NUMBER + ":0}"));

        assertThat(Fixture.check(Graph.identity().toBytes(), manifest))
                .allMatch(check -> check.passed()
                        && check.remedy() == null
                        && !check.detail().isBlank())
                .extracting(Check::name)
                .containsExactly(
                        "size",
                        "format",
                        "external-data",
                        "opset",
                        "operators",
                        "load",
                        "features",
                        "protected",
                        "proxies",
                        "inputs",
                        "types",
                        "missing",
                        "output",
                        "dry-batch",
                        "cases");
    }

    private static ModelRefused refused(
            Graph graph, String features, String output, String rest, String check, String field, String remedy) {
        return refused(graph.toBytes(), Manifest.parse(Fixture.manifest(features, output, rest)), check, field, remedy);
    }

    private static ModelRefused refused(byte[] file, Manifest manifest, String check, String field, String remedy) {
        ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> Fixture.check(file, manifest));

        assertThat(refused).isNotNull();
        assertThat(refused.check()).as(refused.reason()).isEqualTo(check);
        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.remedy()).contains(remedy);
        assertThat(refused.getType().toString()).startsWith("/problems/model-");
        assertThat(refused.getParameters()).containsKeys("check", "field", "remedy");
        return refused;
    }
}
