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

/** All checks of a model before it is stored, in order; the first failed check refuses it. */
public final class UploadChecks {

    /** The name of the first check, reported if the process dies before any. */
    static final String FIRST = "size";

    private static final String DRY_BATCH = "dry-batch";
    private static final String REASONS = "reasons";

    private final List<UploadCheck> checks;
    private final FeatureCatalogue catalogue;
    private final ReferenceRows references;
    private final Duration dryBatch;
    private final DryBatch dry;
    private final boolean alone;

    /** What is stored with a version beside its file and manifest. */
    public record Passed(List<Check> checks, ReferenceRow reference, Footprint footprint) {}

    /** @param alone whether nothing else runs in this process, so that its memory shows that of the model */
    public UploadChecks(UploadLimits limits, FeatureCatalogue catalogue, boolean alone) {
        this.alone = alone;
        FeatureChecks features =
                new FeatureChecks(catalogue, new ProtectedAttributes(limits.protectedNames(), limits.proxyNames()));
        dryBatch = Duration.ofMillis(limits.dryBatchMillis());
        dry = new DryBatch(dryBatch, catalogue);
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
                new UploadCheck("types", features::fitting),
                new UploadCheck("missing", features::missing),
                new UploadCheck("output", OutputChecks::isScore),
                new UploadCheck("dry-batch", dry::examine),
                new UploadCheck("cases", new CaseCheck(dryBatch)::examine));
    }

    /** Throws {@link ModelRefused} at the first check that fails; {@code begins} receives the name of each check before it runs. */
    public Passed examine(byte[] file, Manifest manifest, List<Case> cases, Consumer<String> begins) {
        try (Submission submission = new Submission(file, manifest, cases)) {
            List<Check> passed = new ArrayList<>();
            for (UploadCheck check : checks) {
                begins.accept(check.name());
                passed.add(check.examine(submission));
            }
            begins.accept(REASONS);
            ReferenceRow reference = reference(submission);
            List<String> unexplained = new ArrayList<>(manifest.features());
            unexplained.removeAll(reference.values().keySet());
            if (!unexplained.isEmpty()) {
                passed.add(Check.warning(
                        REASONS,
                        "never among the reasons, because the model gave no score without them, or not in time: "
                                + unexplained,
                        "export a model that is faster, or gives a score where all of these are missing"));
            }
            begins.accept("footprint");
            long resident = resident(submission);
            // last: its leftovers would distort the measurement of the model's memory
            begins.accept(DRY_BATCH);
            return new Passed(
                    passed,
                    reference,
                    new Footprint(resident, largest(submission).toMillis()));
        }
    }

    private long resident(Submission submission) {
        if (!alone) {
            return Footprint.estimate(submission.file.length);
        }
        try {
            return Footprint.resident(
                    submission.loadedBytes(),
                    submission.file,
                    submission.manifest,
                    DryRows.batch(DryRows.of(submission.manifest, catalogue)));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot reopen a model that passed the checks", e);
        }
    }

    private Duration largest(Submission submission) {
        try {
            return dry.largest(DRY_BATCH, submission);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot run a model that passed the dry batch", e);
        }
    }

    /** All features together have the time limit of one dry batch; those that are not tried by then are never among the reasons. */
    private ReferenceRow reference(Submission submission) {
        try (Deadline deadline = new Deadline(dryBatch)) {
            return references.of(submission.model(), submission.manifest, deadline.options());
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot run a model that passed the dry batch", e);
        }
    }
}
