package com.rocketmat.model;

import com.rocketmat.feature.FeatureCatalogue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Everything that is asked of a model before it is stored, in order; the first condition that is not met refuses it. */
@Singleton
class UploadChecks {

    private final List<UploadCheck> checks;

    @Inject
    UploadChecks(ModelsConfig config, FeatureCatalogue catalogue) {
        this(config.maxFile().asLongValue(), config.dryBatch(), new ProtectedNames(config.protectedNames()), catalogue);
    }

    UploadChecks(long maxBytes, Duration dryBatch, ProtectedNames protectedNames, FeatureCatalogue catalogue) {
        FeatureChecks features = new FeatureChecks(catalogue, protectedNames);
        DryBatch dry = new DryBatch(dryBatch, catalogue);
        checks = List.of(
                new UploadCheck("size", (name, model) -> FileChecks.size(name, model.file().length, maxBytes)),
                new UploadCheck("format", FileChecks::format),
                new UploadCheck("external-data", FileChecks::externalData),
                new UploadCheck("opset", FileChecks::opset),
                new UploadCheck("load", FileChecks::load),
                new UploadCheck("features", features::known),
                new UploadCheck("protected", features::allowed),
                new UploadCheck("inputs", InputChecks::covered),
                new UploadCheck("types", features::fitting),
                new UploadCheck("missing", features::missing),
                new UploadCheck("output", OutputChecks::isScore),
                new UploadCheck("dry-batch", dry::examine));
    }

    /** @throws ModelRefused at the first condition that is not met */
    List<Check> examine(byte[] file, Manifest manifest) {
        try (Submission submission = new Submission(file, manifest)) {
            return checks.stream().map(check -> check.examine(submission)).toList();
        }
    }
}
