package com.rocketmat.model.upload;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.model.manifest.Case;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.reasons.ReferenceRow;
import com.rocketmat.model.reasons.ReferenceRows;
import com.rocketmat.model.runtime.Deadline;
import com.rocketmat.model.runtime.DryRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All checks of a model before it is stored, in order. The first check that fails refuses it. */
public final class UploadChecks {

    /** The first check, also reported if the process dies before it. */
    static final String FIRST = "size";

    private static final String DRY_BATCH = "dry-batch";
    private static final String REASONS = "reasons";

    private final List<UploadCheck> checks;
    private final FeatureCatalogue catalogue;
    private final ReferenceRows references;
    private final Duration limit;
    private final DryBatch dryBatch;
    private final boolean dedicated;

    private interface Condition {

        /**
         * Returns a passed check or a warning.
         *
         * @throws ModelRefused if the condition is not met
         */
        Check examine(String name, Submission submission) throws OrtException;
    }

    private record UploadCheck(String name, Condition condition) {

        Check examine(Submission submission) {
            try {
                return condition.examine(name, submission);
            } catch (OrtException e) {
                throw new ModelRefused(
                        name,
                        FileChecks.FIELD,
                        "ONNX Runtime failed: " + e.getMessage(),
                        "export the model again and upload it");
            }
        }
    }

    /** What is stored with a version, beside its file and manifest. */
    public record Passed(List<Check> checks, ReferenceRow reference, Footprint footprint) {}

    /** @param dedicated whether nothing else runs in this process, so that the model's memory can be measured */
    public UploadChecks(UploadLimits limits, FeatureCatalogue catalogue, boolean dedicated) {
        this.dedicated = dedicated;
        FeatureChecks features =
                new FeatureChecks(catalogue, new ProtectedAttributes(limits.protectedNames(), limits.proxyNames()));
        limit = Duration.ofMillis(limits.dryBatchMillis());
        dryBatch = new DryBatch(limit, catalogue);
        this.catalogue = catalogue;
        references = new ReferenceRows(catalogue);
        checks = List.of(
                new UploadCheck(FIRST, (name, model) -> FileChecks.size(name, model.file.length, limits.maxBytes())),
                new UploadCheck("format", FileChecks::format),
                new UploadCheck("external-data", FileChecks::externalData),
                new UploadCheck("opset", FileChecks::opset),
                new UploadCheck("operators", FileChecks::operators),
                new UploadCheck("load", FileChecks::load),
                new UploadCheck("features", features::known),
                new UploadCheck("protected", features::allowed),
                new UploadCheck("proxies", features::noProxies),
                new UploadCheck("inputs", InputChecks::covered),
                new UploadCheck("types", features::types),
                new UploadCheck("missing", features::missing),
                new UploadCheck("output", OutputChecks::isScore),
                new UploadCheck("dry-batch", dryBatch::examine),
                new UploadCheck("cases", new CaseCheck(limit)::examine));
    }

    /** Throws {@link ModelRefused} at the first check that fails; {@code onStart} receives the name of each check before it runs. */
    public Passed examine(byte[] file, Manifest manifest, List<Case> cases, Consumer<String> onStart) {
        try (Submission submission = new Submission(file, manifest, cases)) {
            List<Check> passed = new ArrayList<>();
            for (UploadCheck check : checks) {
                onStart.accept(check.name());
                passed.add(check.examine(submission));
            }
            onStart.accept(REASONS);
            ReferenceRow reference = reference(submission);
            List<String> needed = needed(manifest, reference);
            if (!needed.isEmpty()) {
                Check warning = Check.warning(
                        DRY_BATCH,
                        "a row without one of these cannot be scored: " + String.join(", ", needed),
                        "add them to \"missing\", unless they are always present");
                passed.replaceAll(check -> check.name().equals(DRY_BATCH) ? warning : check);
            }
            List<String> unexplained = new ArrayList<>(manifest.features());
            unexplained.removeAll(reference.values().keySet());
            if (!unexplained.isEmpty()) {
                passed.add(Check.warning(
                        REASONS,
                        "never among the reasons, because the model returned no score without them, or not in time: "
                                + unexplained,
                        "export a faster model, or one that returns a score if these are missing"));
            }
            onStart.accept("footprint");
            long resident = resident(submission);
            // last, because it would distort the measurement of the model's memory
            onStart.accept(DRY_BATCH);
            return new Passed(
                    passed,
                    reference,
                    new Footprint(
                            resident,
                            dryBatch.largestBatchTime(DRY_BATCH, submission).toMillis()));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot open or run a model that passed the checks", e);
        }
    }

    /** Features without which the model has no score, and for which the manifest has no value: the model takes neither NaN nor "". */
    private List<String> needed(Manifest manifest, ReferenceRow reference) {
        return manifest.features().stream()
                .filter(feature -> catalogue.find(feature).orElseThrow().canBeMissing())
                .filter(feature -> !manifest.missing().containsKey(feature))
                .filter(reference::isSubstituted)
                .toList();
    }

    private long resident(Submission submission) throws OrtException {
        if (!dedicated) {
            return Footprint.estimate(submission.file.length);
        }
        return Footprint.resident(
                submission.loadedBytes(),
                submission.file,
                submission.manifest,
                DryRows.batch(DryRows.of(submission.manifest, catalogue)));
    }

    /** All features share the time limit of a dry batch; features that are not tried in time are never among the reasons. */
    private ReferenceRow reference(Submission submission) throws OrtException {
        try (Deadline deadline = new Deadline(limit)) {
            return references.of(submission.model(), submission.manifest, deadline.options());
        }
    }
}
