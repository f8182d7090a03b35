package com.rocketmat.model.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("finding-B7")
class UploadedManifestTest {

    private static final String BARE = """
            {"name": "engineering-2026-11",
             "inputs": [{"input": "features", "features": ["candidate.title", "application.referred", "job.id", "job.open_days"]}],
             "output": {"name": "probabilities", "class": "1"},
             "missing": {"job.open_days": 50000.5}""";
    private static final String GOOD = BARE + """
            ,
             "cases": [
              {"features": {"candidate.title": "Surveyor", "application.referred": true, "job.id": 4310000002, "job.open_days": 4.5},
               "score": 61.3},
              {"features": {"candidate.title": " ", "application.referred": 0, "job.id": null, "job.open_days": null}, "score": 7}]}
            """;

    @Test
    void readsCases() {
        assertThat(UploadedManifest.parse(GOOD).cases())
                .containsExactly(
                        new Case(
                                Map.of(
                                        "candidate.title", new FeatureValue.Text("Surveyor"),
                                        "application.referred", new FeatureValue.Numeric(1),
                                        "job.id", new FeatureValue.Identifier(4310000002L),
                                        "job.open_days", new FeatureValue.Numeric(4.5)),
                                61.3),
                        new Case(
                                Map.of(
                                        "candidate.title", FeatureValue.MISSING,
                                        "application.referred", new FeatureValue.Identifier(0),
                                        "job.id", FeatureValue.MISSING,
                                        "job.open_days", FeatureValue.MISSING),
                                7));
    }

    @Test
    void aByteOrderMarkIsNotPartOfAManifest() {
        assertThat(UploadedManifest.parse("\uFEFF" + GOOD).text())
                .isEqualTo(UploadedManifest.parse(GOOD).text());
    }

    @Test
    void casesAreNotPartOfTheManifest() {
        UploadedManifest uploaded = UploadedManifest.parse(GOOD);

        assertThat(uploaded.manifest()).isEqualTo(Manifest.parse(BARE + "}"));
        assertThat(uploaded.toString()).doesNotContain("Surveyor");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    `"cases": [`, `"cases": {}, "x": [`, x
                    `"job.open_days": 4.5`, `"job.open_days": 4.5, "job.opendays": 4.5`, cases[0].features[job.opendays]
                    `"job.open_days": 4.5`, `"job.open_days": [4.5]`, cases[0].features[job.open_days]
                    `"job.open_days": 4.5`, `"job.open_days": 1e999`, cases[0].features[job.open_days]
                    `"job.open_days": 4.5`, `"job.open_days": NaN`, manifest
                    `"candidate.title": "Surveyor"`, `"candidate.title": Surveyor`, manifest
                    `"score": 61.3`, `"scores": 61.3`, cases[0].scores
                    `"score": 61.3`, `"score": 1e999`, cases[0].score
                    `"score": 61.3`, `"score": null`, cases[0].score
                    `"score": 61.3`, `"score": "61.3"`, cases[0].score
                    `, "score": 7`, ``, cases[1].score
                    `{"candidate.title": " ", "application.referred": 0, "job.id": null, "job.open_days": null}`, `[null]`, cases[1].features
                    `"score": 7}`, `"score": 7}, 8`, cases[2]
                    """)
    void namesTheInvalidFieldOfACase(String good, String bad, String field) {
        String manifest = GOOD.replace(good, bad == null ? "" : bad);

        ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> UploadedManifest.parse(manifest));

        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.getType()).hasToString("/problems/model-manifest");
        assertThat(refused.reason() + refused.remedy()).doesNotContain("Surveyor");
    }

    @Test
    void anAbsentFeatureIsMissing() {
        UploadedManifest uploaded = UploadedManifest.parse(GOOD.replace(", \"job.open_days\": 4.5", ""));

        assertThat(uploaded.cases().getFirst().features()).containsEntry("job.open_days", FeatureValue.MISSING);
    }

    @Test
    void invalidJsonIsLocatedButNotQuoted() {
        ModelRefused refused = catchThrowableOfType(
                ModelRefused.class, () -> UploadedManifest.parse(GOOD.replace("\"Surveyor\"", "Surveyor")));

        assertThat(refused.reason()).startsWith("the manifest is not valid JSON: see line 6, column ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null"})
    void aManifestIsAnObject(String file) {
        ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> UploadedManifest.parse(file));

        assertThat(refused.reason()).isEqualTo("the manifest is not an object");
    }

    /** The parser has limits of its own, and reports no position for them. */
    @Test
    void aManifestBeyondTheLimitsOfTheParserIsRefused() {
        for (String beyond : List.of("[".repeat(200_000), "1".repeat(1001), "{\"" + "n".repeat(60_000) + "\":1}")) {
            ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> UploadedManifest.parse(beyond));

            assertThat(refused.reason())
                    .isEqualTo("the manifest is nested too deeply, or a number or name in it is too long");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "500, true", "501, false"})
    void acceptsUpTo500Cases(int count, boolean taken) {
        String one = "{\"features\":{\"candidate.experience_years\":1},\"score\":1}";
        String cases = IntStream.range(0, count).mapToObj(_ -> one).collect(Collectors.joining(","));
        String manifest =
                Fixture.manifest("'candidate.experience_years'", "{'name':'y'}", ",'cases':[%s]".formatted(cases));

        ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> UploadedManifest.parse(manifest));

        assertThat(refused == null).isEqualTo(taken);
        if (!taken) {
            assertThat(refused.field()).isEqualTo("cases");
            assertThat(refused.reason()).contains("1 to 500");
        }
    }

    /** As read from the models directory. */
    @Test
    void aFileThatIsTooLongOrNotUtf8IsRefusedUnparsed(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("m.json");
        Files.write(file, new byte[4_000_001]);
        assertThat(catchThrowableOfType(ModelRefused.class, () -> UploadedManifest.read(file))
                        .reason())
                .contains("at most 1000000 characters");
        Files.write(file, "São Paulo".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(ModelRefused.class, () -> UploadedManifest.read(file))
                        .reason())
                .contains("UTF-8");
    }
}
