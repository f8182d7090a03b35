package com.rocketmat.model.reasons;

import static com.rocketmat.model.Fixture.number;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.runtime.OnnxModel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceRowsTest {

    private static final String YEARS = "candidate.experience_years";
    private static final Set<String> NEVER_MISSING =
            Set.of(YEARS, "candidate.jobs_count", "candidate.educations_count", "application.referred");

    @Test
    void usesTheManifestsValueForMissing() throws OrtException {
        assertThat(of("aurora").values())
                .containsEntry("candidate.degree_level", new FeatureValue.Identifier(0))
                .containsEntry("match.title_similarity", new FeatureValue.Identifier(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lightgbm_binary", "xgboost_binary", "borealis", "cygnus"})
    void usesNanIfTheModelScoresMissingValues(String name) throws OrtException {
        assertThat(of(name).values())
                .isNotEmpty()
                .allSatisfy((feature, value) ->
                        assertThat(value).isEqualTo(number(NEVER_MISSING.contains(feature) ? 0 : Double.NaN)));
    }

    @Test
    void usesNanForADoubleInput() throws OrtException {
        Graph holes = Graph.from(Graph.DOUBLE, 1)
                .node("IsNaN", "x", "hole")
                .node("Cast", "hole", "y", Graph.integer("to", Graph.FLOAT));

        assertThat(of(holes, Fixture.raw("job.open_days")).values())
                .isEqualTo(Map.of("job.open_days", number(Double.NaN)));
    }

    /** The float input gets NaN, and the text input no text. */
    @Test
    void usesNanIfATextInputHasTheFeatureToo() throws OrtException {
        Graph both = new Graph()
                .input("x", Graph.STRING, -1, 1)
                .input("w", Graph.FLOAT, -1, 1)
                .output("y", Graph.FLOAT, -1, 1)
                .words("x", "word", "")
                .node("IsNaN", "w", "hole")
                .node("Cast", "hole", "number", Graph.integer("to", Graph.FLOAT))
                .node("Add", "word,number", "y");
        assertThat(of(both, Fixture.twoInputs("job.open_days", "job.open_days")).values())
                .isEqualTo(Map.of("job.open_days", number(Double.NaN)));
    }

    @Test
    void usesZeroForAFeatureThatIsNeverMissing() throws OrtException {
        Manifest given =
                Manifest.parse(Fixture.manifest("'" + YEARS + "'", "{'name':'y'}", ",'missing':{'" + YEARS + "':7}"));

        assertThat(of(Graph.identity(), given).values())
                .as("an applicant without employments has 0 years, also with a value in the manifest")
                .isEqualTo(Map.of(YEARS, number(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sklearn_logistic_tensor", "sklearn_logistic_zipmap", "sklearn_double"})
    void usesZeroIfNanHasNoScore(String name) throws OrtException {
        assertThat(of(name).values())
                .hasSize(4)
                .allSatisfy((feature, value) -> assertThat(value).isEqualTo(number(0)));
    }

    @Test
    void usesTheEmptyTextForATextInput() throws OrtException {
        assertThat(of("sklearn_pipeline_columns").values())
                .isEqualTo(Map.of(
                        YEARS,
                        number(0),
                        "match.title_similarity",
                        number(0),
                        "application.stage",
                        new FeatureValue.Text(""),
                        "application.source_id",
                        new FeatureValue.Identifier(0),
                        "application.referred",
                        number(0)));
    }

    @Test
    void hasNoEntryIfNoValueHasAScore() throws OrtException {
        Graph log = Graph.from(Graph.FLOAT, 1).node("Log", "x", "y");
        Graph parse = Graph.cast(Graph.STRING);

        assertThat(of(log, Fixture.raw(YEARS)).values()).isEmpty();
        assertThat(of(parse, Fixture.raw("candidate.title")).values()).isEmpty();
    }

    @Test
    void hasNoEntryIfTheManifestsValueHasNoScore() throws OrtException {
        Manifest percent =
                Manifest.parse(Fixture.manifest("'job.open_days'", "{'name':'y'}", ",'missing':{'job.open_days':-7}")
                        .replace("\"raw\"", "\"percent\""));

        assertThat(of(Graph.identity(), percent).values()).isEmpty();
    }

    @Test
    void jsonKeepsTheKindOfAValue() {
        ReferenceRow row = new ReferenceRow(Map.of(
                "nan", number(Double.NaN),
                "zero", number(0),
                "half", number(0.5),
                "id", new FeatureValue.Identifier(4_300_000_001L),
                "text", new FeatureValue.Text("\"São\"")));

        assertThat(ReferenceRow.parse(row.toJson())).isEqualTo(row);
    }

    /** The database stores UTF-8, which cannot represent half a surrogate pair. */
    @Test
    void jsonKeepsUnpairedSurrogates() {
        ReferenceRow row = new ReferenceRow(Map.of("text", new FeatureValue.Text("a \ud800 half")));
        String stored = new String(row.toJson().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        assertThat(ReferenceRow.parse(stored)).isEqualTo(row);
    }

    private static ReferenceRow of(String name) throws OrtException {
        return of(Fixture.file(name + ".onnx"), Fixture.manifest(name));
    }

    private static ReferenceRow of(Graph graph, Manifest manifest) throws OrtException {
        return of(graph.toBytes(), manifest);
    }

    private static ReferenceRow of(byte[] file, Manifest manifest) throws OrtException {
        try (OnnxModel model = OnnxModel.open(file, manifest);
                var options = new OrtSession.RunOptions()) {
            return new ReferenceRows(new FeatureCatalogue()).of(model, manifest, options);
        }
    }
}
