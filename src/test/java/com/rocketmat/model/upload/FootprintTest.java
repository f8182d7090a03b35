package com.rocketmat.model.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.UploadedManifest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The trial measures the memory that a model takes; the benchmark {@code cache-charge} shows the error. */
@Isolated("It measures what a process takes")
class FootprintTest {

    private static final String ONE = Fixture.manifest("'candidate.experience_years'", "{'name':'y'}", "");
    private static final long MIB = 1 << 20;

    private final Trials trials = new Trials(Fixture.limits(Duration.ofSeconds(20)), 800 * MIB);

    @Test
    @Tag("finding-A7")
    void includesConstantsThatASmallFileExpandsTo() {
        byte[] file = Graph.swelling(25_000_000).toBytes();
        assertThat(file).hasSizeLessThan(1_000);

        Footprint footprint = ofSmallBatches(file);

        assertThat(footprint.residentBytes()).isGreaterThan(90 * MIB);
    }

    @Test
    @Tag("finding-A7")
    void ofASmallModelIsThatOfItsSession() {
        Footprint footprint = trials.examine(Graph.identity().toBytes(), UploadedManifest.parse(ONE))
                .footprint();

        assertThat(footprint.residentBytes()).isBetween(40L << 10, MIB);
    }

    /** As with a vocabulary of 400,000 terms: 500 rows at once would exceed the memory of the trial. */
    @Test
    void isThatOfTheBatchesThatTheServiceRuns() {
        Trials trial = new Trials(Fixture.limits(Duration.ofSeconds(20)), 512 * MIB);

        Footprint footprint = trial.examine(Graph.swelling(400_000).toBytes(), UploadedManifest.parse(ONE))
                .footprint();

        assertThat(footprint.residentBytes()).isLessThan(100 * MIB);
    }

    @Test
    void isEstimatedIfItIsNotMeasured() {
        Footprint footprint = Fixture.passed("sklearn_forest").footprint();

        assertThat(footprint.residentBytes()).isBetween(180L << 10, MIB);
    }

    /** Not in a trial, whose largest batch would take too much memory. */
    private static Footprint ofSmallBatches(byte[] file) {
        Manifest manifest = Manifest.parse(ONE);
        List<Map<String, FeatureValue>> row =
                List.of(Map.of("candidate.experience_years", new FeatureValue.Numeric(1)));
        try (Submission submission = new Submission(file, manifest, List.of())) {
            submission.open();
            return new Footprint(Footprint.resident(submission.loadedBytes(), file, manifest, row), 0);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
