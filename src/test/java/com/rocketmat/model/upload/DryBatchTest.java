package com.rocketmat.model.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.runtime.DryRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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

    private static Map<String, FeatureValue> widest(byte[] file, Manifest manifest) throws OrtException {
        try (Submission submission = new Submission(file, manifest, List.of())) {
            submission.open();
            return new DryBatch(Duration.ofSeconds(20), CATALOGUE)
                    .withLongestTexts(
                            submission.model(),
                            manifest,
                            DryRows.extremes(manifest, CATALOGUE).getFirst());
        }
    }
}
