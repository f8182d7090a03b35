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

/** Everything that is asked of a model before it is stored, in order; the first condition that is not met refuses it. */
public final class UploadChecks {

    /** The name of the check that comes first, before which there is none to blame. */
    static final String FIRST = "size";

    private static final String DRY_BATCH = "dry-batch";

    private final List<UploadCheck> checks;
    private final FeatureCatalogue catalogue;
    private final ReferenceRows references;
    private final Duration dryBatch;
    private final DryBatch dry;
    private final boolean alone;

    /** What is stored with a version beside its file and manifest. */
    public record Passed(List<Check> checks, ReferenceRow reference, Footprint footprint) {}

    /** @param alone whether nothing else runs in this process, so that its memory tells what the model takes */
    public UploadChecks(UploadLimits limits, FeatureCatalogue catalogue, boolean alone) {
        this.alone = alone;
        FeatureChecks features =
                new FeatureChecks(catalogue, new ProtectedNames(limits.protectedNames(), limits.proxyNames()));
        dryBatch = Duration.ofMillis(limits.dryBatchMillis());
        dry = new DryBatch(dryBatch, catalogue);
        this.catalogue = catalogue;
        references = new ReferenceRows(catalogue);
        checks = List.of(
                new UploadCheck(FIRST, (name, model) -> FileChecks.size(name, model.file().length, limits.maxBytes())),
                new UploadCheck("format", FileChecks::format),
                new UploadCheck("external-data", FileChecks::externalData),
                new UploadCheck("opset", FileChecks::opset),
                new UploadCheck("operators", FileChecks::operators),
                new UploadCheck("load", FileChecks::load),
                new UploadCheck("features", features::known),
                new UploadCheck("protected", features::allowed),
                new UploadCheck("proxies", features::noProxies),
                new UploadCheck("inputs", InputChecks::covered),
                new UploadCheck("types", features::fitting),
                new UploadCheck("missing", features::missing),
                new UploadCheck("output", OutputChecks::isScore),
                new UploadCheck("dry-batch", dry::examine),
                new UploadCheck("cases", new CaseCheck(dryBatch)::examine));
    }

    /**
     * Makes all checks.
     *
     * @param cases that the manifest came with
     * @param begins is told the name of each check before it is made
     * @throws ModelRefused at the first condition that is not met
     */
    public Passed examine(byte[] file, Manifest manifest, List<Case> cases, Consumer<String> begins) {
        try (Submission submission = new Submission(file, manifest, cases)) {
            List<Check> passed = new ArrayList<>();
            for (UploadCheck check : checks) {
                begins.accept(check.name());
                passed.add(check.examine(submission));
            }
            begins.accept("reasons");
            ReferenceRow reference = reference(submission);
            begins.accept("footprint");
            long resident = resident(submission);
            // the last: what it leaves behind would hide what the model takes
            begins.accept(DRY_BATCH);
            return new Passed(
                    passed,
                    reference,
                    new Footprint(resident, largest(submission).toMillis()));
        }
    }

    private long resident(Submission submission) {
        if (!alone) {
            return Footprint.UNKNOWN;
        }
        try {
            return Footprint.resident(
                    submission.loadedBytes(),
                    submission.file(),
                    submission.manifest(),
                    DryRows.page(DryRows.of(submission.manifest(), catalogue)));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not open a model again that passed the checks", e);
        }
    }

    private Duration largest(Submission submission) {
        try {
            return dry.largest(DRY_BATCH, submission);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not run a model that passed the dry batch", e);
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
