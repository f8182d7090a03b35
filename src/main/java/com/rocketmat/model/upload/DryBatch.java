package com.rocketmat.model.upload;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Kind;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.model.onnx.AllowedOperators;
import com.rocketmat.model.runtime.Batch;
import com.rocketmat.model.runtime.Deadline;
import com.rocketmat.model.runtime.DryRows;
import com.rocketmat.model.runtime.OnnxModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Scores synthetic rows: each alone, then together, then a full batch. A model's declarations are often wrong, its behaviour is not. */
final class DryBatch {

    /** Rounding differences from another order of summation are smaller. */
    private static final double SAME_SCORE = 1e-4;

    private final Duration limit;
    private final FeatureCatalogue catalogue;

    DryBatch(Duration limit, FeatureCatalogue catalogue) {
        this.limit = limit;
        this.catalogue = catalogue;
    }

    Check examine(String name, Submission submission) throws OrtException {
        List<Map<String, FeatureValue>> rows = DryRows.of(submission.manifest, catalogue);
        try (var deadline = new Deadline(limit)) {
            Map<Map<String, FeatureValue>, Double> alone = new HashMap<>();
            for (Map<String, FeatureValue> row : rows) {
                alone.put(row, score(name, submission, List.of(row), deadline)[0]);
            }
            scoreAsAlone(name, submission, rows, alone, deadline);
            List<Map<String, FeatureValue>> batch = DryRows.batch(rows);
            scoreAsAlone(name, submission, batch, alone, deadline);
            if (AllowedOperators.countRows(submission.onnx.orElseThrow())) {
                for (int count = 1; count < batch.size(); count++) {
                    scoreAsAlone(name, submission, batch.subList(0, count), alone, deadline);
                }
            }
            List<String> fragile = fragile(name, submission, rows.getFirst(), deadline);
            return fragile.isEmpty()
                    ? Check.passed(name, "each row has a finite score, the same alone and in a batch")
                    : Check.warning(
                            name,
                            "a row without one of these cannot be scored: " + String.join(", ", fragile),
                            "add them to \"missing\", unless they are always present");
        }
    }

    private void scoreAsAlone(
            String name,
            Submission submission,
            List<Map<String, FeatureValue>> rows,
            Map<Map<String, FeatureValue>, Double> alone,
            Deadline deadline)
            throws OrtException {
        double[] together = score(name, submission, rows, deadline);
        for (int row = 0; row < together.length; row++) {
            refuseIfEntangled(name, alone.get(rows.get(row)), together[row]);
        }
    }

    private double[] score(String name, Submission submission, List<Map<String, FeatureValue>> rows, Deadline deadline)
            throws OrtException {
        try {
            double[] scores = submission.model().run(rows, deadline.options());
            for (double raw : scores) {
                submission.manifest.score().of(raw);
            }
            return scores;
        } catch (ScoringFailed e) {
            throw new ModelRefused(
                    e.problem().orElse("model-" + name),
                    name,
                    e.field(),
                    e.reason() + " (dry batch of " + rows.size() + ")",
                    e.remedy());
        } catch (OrtException e) {
            refuseIfLate(name, deadline);
            throw new ModelRefused(
                    name,
                    FileChecks.FIELD,
                    "ONNX Runtime cannot score a batch of " + rows.size() + ": " + e.getMessage(),
                    remedy(e));
        }
    }

    /** The runtime has one error code for every operator that fails; only its message distinguishes these cases. */
    private static String remedy(OrtException e) {
        return e.getMessage().contains("Unknown Category")
                ? "train the OneHotEncoder with handle_unknown=\"ignore\": applications have values that the training did not have"
                : "export inputs with a free batch dimension ([None,F]) and run the file once in onnxruntime 1.28";
    }

    /**
     * Runs the largest batch that the service ever runs, with extreme values. Only its cost matters, not whether it gives scores.
     *
     * @throws ModelRefused if it takes too long
     */
    Duration largest(String name, Submission submission) throws OrtException {
        OnnxModel model = submission.model();
        List<Map<String, FeatureValue>> fit = DryRows.extremes(submission.manifest, catalogue).stream()
                .map(row -> withTexts(model, submission.manifest, row))
                .filter(row -> fits(model, row))
                .toList();
        if (fit.isEmpty()) {
            return Duration.ZERO;
        }
        List<Map<String, FeatureValue>> batch = Batch.of(DryRows.batch(fit)).getFirst();
        long began = System.nanoTime();
        try (var deadline = new Deadline(limit)) {
            try {
                model.run(batch, deadline.options());
            } catch (ScoringFailed e) {
                // the model gives no score for such values
            } catch (OrtException e) {
                refuseIfLate(name, deadline);
            }
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The longest text in each custom field whose input takes one, which nothing else tells. */
    Map<String, FeatureValue> withTexts(OnnxModel model, Manifest manifest, Map<String, FeatureValue> row) {
        Map<String, FeatureValue> widest = new HashMap<>(row);
        for (String feature : manifest.features()) {
            if (catalogue.find(feature).orElseThrow().kind() == Kind.ANY) {
                widest.put(feature, DryRows.LONGEST);
                if (!fits(model, widest)) {
                    widest.put(feature, row.get(feature));
                }
            }
        }
        return widest;
    }

    private static boolean fits(OnnxModel model, Map<String, FeatureValue> row) {
        try {
            return !model.cells(List.of(row)).isEmpty();
        } catch (ScoringFailed e) {
            return false;
        }
    }

    private static void refuseIfEntangled(String name, double alone, double together) {
        if (Math.abs(alone - together) > SAME_SCORE * Math.max(1, Math.abs(alone))) {
            throw new ModelRefused(
                    "model-rows-entangled",
                    name,
                    FileChecks.FIELD,
                    "a row's score depends on the other rows in its batch",
                    "export without operations over the whole batch: normalisation by its mean, ranks, a maximum over rows");
        }
    }

    private void refuseIfLate(String name, Deadline deadline) {
        if (deadline.passed()) {
            throw new ModelRefused(
                    "model-time",
                    name,
                    FileChecks.FIELD,
                    "the dry batches were not scored within " + limit.toMillis() + " ms",
                    "export a smaller model without endless loops, or raise rocketmat.models.dry-batch");
        }
    }

    /** Features that the model cannot do without and for which the manifest has no value. */
    private List<String> fragile(String name, Submission submission, Map<String, FeatureValue> row, Deadline deadline) {
        List<String> fragile = new ArrayList<>();
        for (String feature : submission.manifest.features()) {
            boolean canBeMissing = catalogue.find(feature).orElseThrow().canBeMissing();
            if (canBeMissing && !submission.manifest.missing().containsKey(feature)) {
                Map<String, FeatureValue> without = new HashMap<>(row);
                without.put(feature, FeatureValue.MISSING);
                if (!scores(name, submission, without, deadline)) {
                    fragile.add(feature);
                }
            }
        }
        return fragile;
    }

    private boolean scores(String name, Submission submission, Map<String, FeatureValue> row, Deadline deadline) {
        try {
            return Double.isFinite(submission.model().run(List.of(row), deadline.options())[0]);
        } catch (OrtException e) {
            refuseIfLate(name, deadline);
            return false;
        }
    }
}
