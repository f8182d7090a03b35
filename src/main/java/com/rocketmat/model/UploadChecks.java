package com.rocketmat.model;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureCatalogue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Everything that is asked of a model before it is stored, in order; the first condition that is not met refuses it. */
@Singleton
class UploadChecks {

    private final List<UploadCheck> checks;
    private final ReferenceRows references;
    private final Duration dryBatch;

    /** What is stored with a version beside its file and manifest. */
    record Passed(List<Check> checks, ReferenceRow reference) {}

    @Inject
    UploadChecks(ModelsConfig config, FeatureCatalogue catalogue) {
        this(
                config.maxFile().asLongValue(),
                config.dryBatch(),
                new ProtectedNames(config.protectedNames(), config.proxyNames()),
                catalogue);
    }

    UploadChecks(long maxBytes, Duration dryBatch, ProtectedNames protectedNames, FeatureCatalogue catalogue) {
        FeatureChecks features = new FeatureChecks(catalogue, protectedNames);
        DryBatch dry = new DryBatch(dryBatch, catalogue);
        this.dryBatch = dryBatch;
        references = new ReferenceRows(catalogue);
        checks = List.of(
                new UploadCheck("size", (name, model) -> FileChecks.size(name, model.file().length, maxBytes)),
                new UploadCheck("format", FileChecks::format),
                new UploadCheck("external-data", FileChecks::externalData),
                new UploadCheck("opset", FileChecks::opset),
                new UploadCheck("load", FileChecks::load),
                new UploadCheck("features", features::known),
                new UploadCheck("protected", features::allowed),
                new UploadCheck("proxies", features::noProxies),
                new UploadCheck("inputs", InputChecks::covered),
                new UploadCheck("types", features::fitting),
                new UploadCheck("missing", features::missing),
                new UploadCheck("output", OutputChecks::isScore),
                new UploadCheck("dry-batch", dry::examine));
    }

    /** @throws ModelRefused at the first condition that is not met */
    Passed examine(byte[] file, Manifest manifest) {
        try (Submission submission = new Submission(file, manifest)) {
            List<Check> passed =
                    checks.stream().map(check -> check.examine(submission)).toList();
            return new Passed(passed, reference(submission));
        }
    }

    /** Features that are not tried within the time of a dry batch are no reasons: with that model, reasons would take too long. */
    private ReferenceRow reference(Submission submission) {
        try (Deadline deadline = new Deadline(dryBatch)) {
            return references.of(submission.model(), submission.manifest(), deadline.options());
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not run a model that passed the dry batch", e);
        }
    }
}
