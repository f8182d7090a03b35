package com.rocketmat.model.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rocketmat.feature.FeatureValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

    private static final String GOOD = """
            {"name": "engineering-2026-11",
             "inputs": [{"input": "features", "features": ["candidate.title", "application.referred"]}],
             "output": {"name": "probabilities", "class": "1"},
             "score": {"scale": "percent", "decimals": 2},
             "missing": {"application.referred": 0, "candidate.title": "none"}}
            """;

    @Test
    void readsAllFields() {
        assertThat(Manifest.parse(GOOD))
                .isEqualTo(new Manifest(
                        "engineering-2026-11",
                        List.of(new Manifest.Input("features", List.of("candidate.title", "application.referred"))),
                        new Manifest.Output("probabilities", Optional.of("1")),
                        new ScoreFormat(ScoreFormat.Scale.PERCENT, 2),
                        Map.of(
                                "application.referred", new FeatureValue.Identifier(0),
                                "candidate.title", new FeatureValue.Text("none"))));
    }

    @Test
    void theDefaultScoreIsAPercentageWithoutDecimals() {
        Manifest manifest = Manifest.parse(
                "{\"name\":\"m\",\"inputs\":[{\"input\":\"x\",\"features\":[\"a\"]}],\"output\":{\"name\":\"y\"}}");

        assertThat(manifest.score()).isEqualTo(new ScoreFormat(ScoreFormat.Scale.PERCENT, 0));
        assertThat(manifest.output().label()).isEmpty();
        assertThat(manifest.missing()).isEmpty();
    }

    @Test
    void listsAFeatureOfTwoInputsOnce() {
        Manifest manifest = Manifest.parse(
                GOOD.replace("]}]", "]}, {\"input\": \"other\", \"features\": [\"candidate.title\", \"job.title\"]}]"));

        assertThat(manifest.features()).containsExactly("candidate.title", "application.referred", "job.title");
    }

    @Test
    void acceptsANumberAsClass() {
        assertThat(Manifest.parse(GOOD.replace("\"class\": \"1\"", "\"class\": 1"))
                        .output()
                        .label())
                .contains("1");
    }

    @Test
    void readsNumbersAndBooleansAsValuesForMissing() {
        String numbers = GOOD.replace("\"candidate.title\": \"none\"", "\"candidate.title\": 1.5");
        String booleans = GOOD.replace("\"application.referred\": 0", "\"application.referred\": true");

        assertThat(Manifest.parse(numbers).missing()).containsEntry("candidate.title", new FeatureValue.Numeric(1.5));
        assertThat(Manifest.parse(booleans).missing())
                .containsEntry("application.referred", new FeatureValue.Numeric(1));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    `"name": "engineering-2026-11"`, `"name": 5`, name
                    `"name": "engineering-2026-11"`, `"name": " "`, name
                    `"name": "engineering-2026-11",`, ``, name
                    `"inputs"`, `"input"`, input
                    `[{"input": "features"`, `[{"input": null`, inputs[0].input
                    `[{"input": "features",`, `[{"input": "features", "shape": 3,`, inputs[0].shape
                    `"application.referred"]`, `7]`, inputs[0].features[1]
                    `["candidate.title", "application.referred"]`, `[]`, inputs[0].features
                    `["candidate.title", "application.referred"]`, `"candidate.title"`, inputs[0].features
                    `"name": "probabilities"`, `"nome": "probabilities"`, output.nome
                    `"class": "1"`, `"class": true`, output.class
                    `{"name": "probabilities", "class": "1"}`, `"probabilities"`, output
                    `"percent"`, `"Percent"`, score.scale
                    `"percent"`, `100`, score.scale
                    `"decimals": 2`, `"decimals": 5`, score.decimals
                    `"decimals": 2`, `"decimals": -1`, score.decimals
                    `"decimals": 2`, `"decimals": 1.5`, score.decimals
                    `"decimals": 2`, `"decimal": 2`, score.decimal
                    `"candidate.title": "none"`, `"candidate.title": null`, missing[candidate.title]
                    `"candidate.title": "none"`, `"candidate.titel": "none"`, missing[candidate.titel]
                    `"missing": {`, `"missing": [{`, manifest
                    `"score"`, `"name": "again", "score"`, manifest
                    """)
    void namesTheInvalidField(String good, String bad, String field) {
        ModelRefused refused = catchThrowableOfType(
                ModelRefused.class, () -> Manifest.parse(GOOD.replace(good, bad == null ? "" : bad)));

        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.check()).isEqualTo("manifest");
        assertThat(refused.remedy()).isNotBlank();
        assertThat(refused.reason()).isNotBlank();
        assertThat(refused.getStatusCode()).isEqualTo(422);
        assertThat(refused.getType()).hasToString("/problems/model-manifest");
    }

    @Test
    void acceptsANameOfUpTo1000Characters() {
        String name = "engineering-2026-11";
        String longest = "n".repeat(1000);

        assertThat(Manifest.parse(GOOD.replace(name, longest)).name()).isEqualTo(longest);
        assertThat(catchThrowableOfType(ModelRefused.class, () -> Manifest.parse(GOOD.replace(name, longest + "n")))
                        .field())
                .isEqualTo("name");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = "``\n`[]`\n`null`\n`{} {}`\n`{`\n`NaN`\n`{'name': 1}`")
    void refusesAnythingButOneJsonObject(String text) {
        assertThat(catchThrowableOfType(ModelRefused.class, () -> Manifest.parse(text == null ? "" : text))
                        .field())
                .isEqualTo("manifest");
    }
}
