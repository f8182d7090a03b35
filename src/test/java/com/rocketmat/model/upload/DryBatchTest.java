package com.rocketmat.model.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.runtime.DryRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("It measures a time")
@Tag("finding-A2")
class DryBatchTest {

    private static final FeatureCatalogue CATALOGUE = new FeatureCatalogue();

    @Test
    void aCustomFieldIsTriedWithTheLongestTextIfItsInputTakesTexts() throws OrtException {
        assertThat(widest(Fixture.file("sklearn_texts.onnx"), Manifest.parse(Fixture.text("sklearn_texts.json"))))
                .containsEntry("application.custom[notice]", DryRows.LONGEST_TEXT);
        assertThat(widest(
                        Graph.identity().toBytes(),
                        Manifest.parse(Fixture.manifest("'application.custom[notice]'", "{'name':'y'}", ""))))
                .containsEntry("application.custom[notice]", new FeatureValue.Numeric(1));
    }

    /** Pipelines often have hundreds of columns, and their largest batch megabytes of text. */
    @Test
    void theLargestBatchOfHundredsOfCustomFieldsIsPreparedInSeconds() throws OrtException {
        int columns = 400;
        Graph graph = Graph.from(Graph.STRING, columns)
                .words("x", "numbers", "one")
                .node("ReduceMax", "numbers", "y", Graph.integers("axes", 1), Graph.integer("keepdims", 1));
        Manifest manifest = Fixture.raw(IntStream.range(0, columns)
                .mapToObj("application.custom[f%d]"::formatted)
                .toArray(String[]::new));
        try (Submission submission = new Submission(graph.toBytes(), manifest, List.of())) {
            submission.open();
            DryBatch dryBatch = new DryBatch(Duration.ofSeconds(20), CATALOGUE);
            assertTimeout(Duration.ofSeconds(8), () -> dryBatch.largestBatchTime("dry-batch", submission));
        }
    }

    /** As of {@code token_pattern=r"[a-z]{3,}"}. */
    @Test
    void theLargestBatchHasWordsForATokenizerOfLongerWords() throws OrtException {
        Graph graph = Graph.from(Graph.STRING, 1)
                .node(
                        "com.microsoft",
                        "Tokenizer",
                        "x",
                        "words",
                        Graph.text("tokenexp", "[a-z]+"),
                        Graph.text("pad_value", "#"),
                        Graph.integer("mark", 0),
                        Graph.integer("mincharnum", 3))
                .node("Flatten", "words", "flat")
                .node(
                        "TfIdfVectorizer",
                        "flat",
                        "pairs",
                        Graph.text("mode", "TF"),
                        Graph.integer("min_gram_length", 2),
                        Graph.integer("max_gram_length", 2),
                        Graph.integer("max_skip_count", 200),
                        Graph.integers("ngram_counts", 0, 0),
                        Graph.integers("ngram_indexes", 0),
                        Graph.strings("pool_strings", "abc", "abc"))
                .node("Neg", "pairs", "y");
        try (Submission submission =
                new Submission(graph.opset("com.microsoft", 1).toBytes(), Fixture.raw("candidate.title"), List.of())) {
            submission.open();
            DryBatch dryBatch = new DryBatch(Duration.ofSeconds(1), CATALOGUE);

            assertThatThrownBy(() -> dryBatch.largestBatchTime("dry-batch", submission))
                    .isInstanceOf(ModelRefused.class)
                    .hasMessageContaining("not scored within");
        }
    }

    private static Map<String, FeatureValue> widest(byte[] file, Manifest manifest) throws OrtException {
        try (Submission submission = new Submission(file, manifest, List.of())) {
            submission.open();
            return new DryBatch(Duration.ofSeconds(20), CATALOGUE)
                    .withLongestTexts(
                            submission.model(),
                            DryRows.extremes(manifest, CATALOGUE).getFirst());
        }
    }
}
