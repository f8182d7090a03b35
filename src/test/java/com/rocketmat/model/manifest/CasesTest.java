package com.rocketmat.model.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.upload.CaseCheck;
import com.rocketmat.model.upload.Check;
import com.rocketmat.model.upload.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The check that a file reproduces the scores of the training library in the manifest. */
@Tag("finding-B7")
class CasesTest {

    /** RealExportsTest has others. */
    static final List<String> REAL_EXPORTS =
            Stream.of(Fixture.ORGANISATIONS, Fixture.WIDE).flatMap(List::stream).toList();

    private static final String YEARS = "candidate.experience_years";
    private static final String TITLE = "candidate.title";

    @ParameterizedTest
    @FieldSource("REAL_EXPORTS")
    void aRealExportReproducesItsCases(String name) {
        Check cases = Fixture.passed(name).checks().getLast();

        assertThat(cases.name()).isEqualTo("cases");
        assertThat(cases.remedy()).isNull();
        assertThat(cases.detail()).matches("cases reproduced: 12, to within \\d\\.\\de-\\d\\d");
    }

    @Test
    void aWrongConversionIsRefusedOnlyByItsCases() {
        String name = "calibrated_lightgbm";

        ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> Fixture.passed(name));

        assertThat(refused.getType()).hasToString("/problems/model-cases");
        assertThat(refused.check()).isEqualTo("cases");
        assertThat(refused.field()).isEqualTo("cases[0].score");
        assertThat(refused.reason())
                .matches(
                        "cases\\[0]: expected 14\\.9\\d+, got 60\\.6\\d+; 12 of 12 cases are off by more than 1\\.0E-4");
        assertThat(Fixture.check(Fixture.file(name + ".onnx"), Fixture.manifest(name)))
                .as("without them")
                .allMatch(check -> check.passed() && !check.detail().contains("reproduced"));
    }

    @Test
    void withoutCasesNothingIsCompared() {
        Check check = check(Graph.identity(), "raw", YEARS, "").getLast();

        assertThat(check).isEqualTo(Check.passed("cases", "the manifest has no cases with the trainer's scores"));
    }

    @ParameterizedTest
    @CsvSource({
        "raw,     0.5,  0.50009,      true",
        "raw,     0.5,  0.50011,      false",
        "raw,    -0.5, -0.49989,      false",
        "raw,    1000,  1000.09,      true",
        "raw,    1000,  1000.11,      false",
        "raw,   -1000, -999.91,       true",
        "raw,   -1000, -999.89,       false",
        "percent,   0,  50.00009,     true",
        "percent,   0,  50.00011,     false",
        "logit,     0,  62.245924,    true",
        "logit,     0,  62.246040,    false",
    })
    void aScoreMayDifferByATenThousandth(String scale, double years, double expected, boolean passes) {
        // the sigmoid's 0.5 is 50 percent, and its own logit is 62.2459331…
        Graph graph = scale.equals("raw") ? Graph.identity() : sigmoid();
        String cases = "[{'features':{'%s':%s},'score':%s}]".formatted(YEARS, years, expected);

        ModelRefused refused =
                catchThrowableOfType(ModelRefused.class, () -> check(graph, scale, YEARS, ",'cases':" + cases));

        assertThat(refused == null).isEqualTo(passes);
    }

    @Test
    void namesTheFirstCaseThatIsNotReproduced() {
        ModelRefused refused = refused(Graph.identity(), YEARS, """
                ,'cases':[{'features':{'candidate.experience_years':1},'score':1},
                          {'features':{'candidate.experience_years':2.5},'score':3},
                          {'features':{'candidate.experience_years':3},'score':3},
                          {'features':{'candidate.experience_years':4},'score':5}]""");

        assertThat(refused.field()).isEqualTo("cases[1].score");
        assertThat(refused.reason()).startsWith("cases[1]: expected 3.0, got 2.5; 2 of 4 cases");
        assertThat(refused.remedy()).contains("not rounded");
    }

    /** For scikit-learn null is a category, for the service it is the empty text. */
    @Test
    void theRemedyMentionsMissingTexts() {
        Graph graph = Graph.words("nan", "Cook");
        String cases = ",'cases':[{'features':{'%s':null},'score':1},{'features':{'%s':'Cook'},'score':%d}]";

        ModelRefused refused = refused(graph, TITLE, cases.formatted(TITLE, TITLE, 2));
        assertThat(refused.field()).isEqualTo("cases[0].score");
        assertThat(refused.remedy()).contains("\"\" for a missing one");
        String named = ",'missing':{'%s':'nan'}".formatted(TITLE);
        assertThat(check(graph, "raw", TITLE, named + cases.formatted(TITLE, TITLE, 2)))
                .allMatch(Check::passed);
    }

    /** The Java binding of the runtime cannot pass them. */
    @Test
    void theRemedyMentionsEmojis() {
        Graph graph = Graph.words("\uFFFD Engineer", "\uD83D\uDE80 Engineer");
        String one = ",'cases':[{'features':{'%s':'\uD83D\uDE80 Engineer'},'score':%d}]";

        assertThat(refused(graph, TITLE, one.formatted(TITLE, 2)).remedy())
                .contains("U+FFFD for each character beyond U+FFFF");
        assertThat(check(graph, "raw", TITLE, one.formatted(TITLE, 1))).allMatch(Check::passed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            identity    | candidate.experience_years | 7   | null       | 7
            words       | candidate.title            | 'b' | ' '        | 2
            words       | candidate.title            | 'b' | 'a'        | 1
            flag        | application.referred       | 0   | true       | 1
            flag        | application.referred       | 0   | 1          | 1
            flag        | application.referred       | 0   | 1.0        | 1
            last digits | job.id                     | 0   | 4310000002 | 2
            """)
    void readsTheValuesOfACase(String name, String feature, String missing, String value, String score) {
        Graph graph = switch (name) {
            case "words" -> Graph.words("a", "b");
            case "flag" -> Graph.cast(Graph.BOOL);
            case "last digits" ->
                Graph.from(Graph.INT64, 1)
                        .initializer(Graph.longTensor("thousand", 1000))
                        .node("Mod", "x,thousand", "rest")
                        .node("Cast", "rest", "y", Graph.integer("to", Graph.FLOAT));
            default -> Graph.identity();
        };
        String rest = ",'missing':{'%1$s':%2$s},'cases':[{'features':{'%1$s':%3$s},'score':%4$s}]"
                .formatted(feature, missing, value, score);

        assertThat(check(graph, "raw", feature, rest).getLast().detail()).startsWith("cases reproduced: 1,");
    }

    @Test
    void aMissingNumberIsNanWithoutAValueForIt() {
        assertThat(refused(Graph.identity(), YEARS, ",'cases':[{'features':{'%s':null},'score':7}]".formatted(YEARS))
                        .reason())
                .startsWith("cases[0]: expected 7.0, got no score, because the model returns NaN");
    }

    @Test
    void aValueThatDoesNotFitItsInputIsNotQuoted() {
        ModelRefused refused = refused(Graph.identity(), YEARS, """
                ,'cases':[{'features':{'candidate.experience_years':1},'score':1},
                          {'features':{'candidate.experience_years':'Quartermain'},'score':1}]""");

        assertThat(refused.check()).isEqualTo("cases");
        assertThat(refused.field()).isEqualTo("cases[1].features");
        assertThat(refused.reason()).contains(YEARS + " is a text,").doesNotContain("Quartermain");
    }

    @Test
    void theMessageOfTheRuntimeIsNotQuoted() {
        Graph picks = Graph.from(Graph.INT64, 1)
                .initializer(Graph.floatTensor("table", new float[51]))
                .node("Gather", "table,x", "y");
        String rest =
                ",'missing':{'candidate.jobs_count':0},'cases':[{'features':{'candidate.jobs_count':987654},'score':1}]";

        ModelRefused refused = refused(picks, "candidate.jobs_count", rest);

        assertThat(refused.check()).isEqualTo("cases");
        assertThat(refused.reason()).contains("ORT_").doesNotContain("987654");
    }

    @Test
    void casesThatTakeTooLongAreRefused() {
        ModelRefused refused = catchThrowableOfType(
                ModelRefused.class,
                () -> new CaseCheck(Duration.ofMillis(300))
                        .examine(
                                "cases",
                                opened(Graph.slow(500), new Case(Map.of(YEARS, new FeatureValue.Numeric(1)), 1))));

        assertThat(refused.getType()).hasToString("/problems/model-time");
        assertThat(refused.check()).isEqualTo("cases");
    }

    private static Submission opened(Graph graph, Case one) throws Exception {
        Submission submission = new Submission(graph.toBytes(), Fixture.raw(YEARS), List.of(one));
        submission.open();
        return submission;
    }

    private static Graph sigmoid() {
        return Graph.from(Graph.FLOAT, 1).node("Sigmoid", "x", "y");
    }

    private static List<Check> check(Graph graph, String scale, String feature, String rest) {
        String manifest = Fixture.manifest("'" + feature + "'", "{'name':'y'}", rest);
        return Fixture.passed(graph.toBytes(), UploadedManifest.parse(manifest.replace("\"raw\"", '"' + scale + '"')))
                .checks();
    }

    private static ModelRefused refused(Graph graph, String feature, String rest) {
        return catchThrowableOfType(ModelRefused.class, () -> check(graph, "raw", feature, rest));
    }
}
