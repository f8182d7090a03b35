package com.rocketmat.model.upload;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Kind;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.model.onnx.AllowedOperators;
import com.rocketmat.model.runtime.Batch;
import com.rocketmat.model.runtime.Deadline;
import com.rocketmat.model.runtime.DryRows;
import com.rocketmat.model.runtime.ElementType;
import com.rocketmat.model.runtime.OnnxModel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Scores synthetic rows, first alone, then together, then in a full batch, because a model's declarations are often wrong. */
final class DryBatch {

    /** More than the rounding differences of another order of summation. */
    private static final double TOLERANCE = 1e-4;

    private final Duration limit;
    private final FeatureCatalogue catalogue;

    DryBatch(Duration limit, FeatureCatalogue catalogue) {
        this.limit = limit;
        this.catalogue = catalogue;
    }

    Check examine(String name, Submission submission) throws OrtException {
        List<Map<String, FeatureValue>> rows = DryRows.of(submission.manifest, catalogue);
        try (var deadline = new Deadline(limit)) {
            Map<Map<String, FeatureValue>, Double> individualScores = new HashMap<>();
            for (Map<String, FeatureValue> row : rows) {
                individualScores.put(row, score(name, submission, List.of(row), deadline)[0]);
            }
            refuseIfScoresDiffer(name, submission, rows, individualScores, deadline);
            List<Map<String, FeatureValue>> batch = DryRows.batch(rows);
            refuseIfScoresDiffer(name, submission, batch, individualScores, deadline);
            if (AllowedOperators.dependOnRowCount(submission.onnx.orElseThrow())) {
                for (int count = 1; count < batch.size(); count++) {
                    refuseIfScoresDiffer(name, submission, batch.subList(0, count), individualScores, deadline);
                }
            }
            return Check.passed(name, "each row has a finite score, the same alone and in a batch");
        }
    }

    private void refuseIfScoresDiffer(
            String name,
            Submission submission,
            List<Map<String, FeatureValue>> rows,
            Map<Map<String, FeatureValue>, Double> individualScores,
            Deadline deadline)
            throws OrtException {
        double[] scores = score(name, submission, rows, deadline);
        for (int row = 0; row < scores.length; row++) {
            refuseIfDifferent(name, individualScores.get(rows.get(row)), scores[row]);
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
            refuseIfTimedOut(name, deadline);
            throw new ModelRefused(
                    name,
                    FileChecks.FIELD,
                    "ONNX Runtime cannot score a batch of " + rows.size() + ": " + e.getMessage(),
                    remedy(e));
        }
    }

    /** The runtime has one error code for all failing operators, so only its message distinguishes these cases. */
    private static String remedy(OrtException e) {
        return e.getMessage().contains("Unknown Category")
                ? "train the OneHotEncoder with handle_unknown=\"ignore\": applications have values that were not in the training data"
                : "export inputs with a free batch dimension ([None,F]) and run the file once in onnxruntime 1.28";
    }

    /**
     * Runs the largest batch that the service ever runs, with extreme values. Only its cost matters, not its scores.
     *
     * @throws ModelRefused if it takes too long
     */
    Duration largestBatchTime(String name, Submission submission) throws OrtException {
        OnnxModel model = submission.model();
        List<Map<String, FeatureValue>> usable = DryRows.extremes(submission.manifest, catalogue).stream()
                .map(row -> withLongestTexts(model, row))
                .filter(row -> fits(model, row))
                .toList();
        if (usable.isEmpty()) {
            return Duration.ZERO;
        }
        List<Map<String, FeatureValue>> batch = Batch.of(DryRows.batch(usable)).getFirst();
        long start = System.nanoTime();
        try (var deadline = new Deadline(limit)) {
            try {
                model.run(batch, deadline.options());
            } catch (ScoringFailed e) {
                // the model has no score for such values
            } catch (OrtException e) {
                refuseIfTimedOut(name, deadline);
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Sets the longest text in each custom field whose input takes texts; the catalogue does not know the field's type. */
    Map<String, FeatureValue> withLongestTexts(OnnxModel model, Map<String, FeatureValue> row) {
        Set<String> numbers = model.inputs().stream()
                .filter(input -> input.type() != ElementType.STRING)
                .flatMap(input -> input.features().stream())
                .collect(Collectors.toSet());
        Map<String, FeatureValue> widest = new HashMap<>(row);
        widest.replaceAll((feature, value) ->
                catalogue.find(feature).orElseThrow().kind() == Kind.ANY && !numbers.contains(feature)
                        ? value.equals(new FeatureValue.Numeric(0)) ? DryRows.LONGER_WORDS : DryRows.LONGEST_TEXT
                        : value);
        return widest;
    }

    private static boolean fits(OnnxModel model, Map<String, FeatureValue> row) {
        try {
            model.check(row);
            return true;
        } catch (ScoringFailed | OrtException e) {
            return false;
        }
    }

    private static void refuseIfDifferent(String name, double alone, double inBatch) {
        if (Math.abs(alone - inBatch) > TOLERANCE * Math.max(1, Math.abs(alone))) {
            throw new ModelRefused(
                    "model-rows-entangled",
                    name,
                    FileChecks.FIELD,
                    "a row's score depends on the other rows in its batch",
                    "export without operations over the whole batch: normalisation by its mean, ranks, a maximum over rows");
        }
    }

    private void refuseIfTimedOut(String name, Deadline deadline) {
        if (deadline.isExpired()) {
            throw new ModelRefused(
                    "model-time",
                    name,
                    FileChecks.FIELD,
                    "the dry batches were not scored within " + limit.toMillis() + " ms",
                    "export a smaller model without endless loops, or raise rocketmat.models.dry-batch");
        }
    }
}
