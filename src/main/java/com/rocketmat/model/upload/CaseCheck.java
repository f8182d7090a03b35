package com.rocketmat.model.upload;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Case;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.ScoreFormat;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.model.runtime.Deadline;
import com.rocketmat.model.runtime.OnnxModel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks that the file reproduces the training library's scores of the manifest's cases: a wrong conversion still loads, runs and
 * returns plausible scores. Messages name features and scores, never a feature's value.
 */
public final class CaseCheck {

    /** See {@link ScoreFormat#deviation}. */
    private static final double TOLERANCE = 1e-4;

    private static final String REMEDY =
            "use the training library's scores, scaled (percent: probability × 100) but not rounded. If they are, fit with the texts that a"
                    + " model gets: \"\" for a missing one unless \"missing\" sets another, U+FFFD for each character beyond U+FFFF, such as"
                    + " an emoji. Otherwise the conversion is wrong: score the same rows in onnxruntime 1.28, and export the model differently";

    private final Duration limit;

    public CaseCheck(Duration limit) {
        this.limit = limit;
    }

    public Check examine(String name, Submission submission) throws OrtException {
        List<Case> cases = submission.cases;
        if (cases.isEmpty()) {
            return Check.passed(name, "the manifest has no cases with the trainer's scores");
        }
        OnnxModel model = submission.model();
        refuseIfUnusable(name, model, cases);
        double deviation = deviation(name, submission.manifest.score(), cases, run(name, model, cases));
        return Check.passed(
                name, String.format(Locale.ROOT, "cases reproduced: %d, to within %.1e", cases.size(), deviation));
    }

    private static void refuseIfUnusable(String name, OnnxModel model, List<Case> cases) throws OrtException {
        for (int row = 0; row < cases.size(); row++) {
            try {
                model.check(cases.get(row).features());
            } catch (ScoringFailed e) {
                throw new ModelRefused(
                        name,
                        "cases[" + row + "].features",
                        "cases[" + row + "]: " + e.reason(),
                        "use the type of the input for each value, and null if it is missing");
            }
        }
    }

    private double[] run(String name, OnnxModel model, List<Case> cases) throws OrtException {
        List<Map<String, FeatureValue>> rows =
                cases.stream().map(Case::features).toList();
        try (var deadline = new Deadline(limit)) {
            try {
                return model.run(rows, deadline.options());
            } catch (ScoringFailed e) {
                throw new ModelRefused(name, e.field(), e.reason() + " (cases)", e.remedy());
            } catch (OrtException e) {
                // only the code: the runtime's message may quote a value
                throw deadline.isExpired()
                        ? new ModelRefused(
                                "model-time",
                                name,
                                FileChecks.FIELD,
                                "the cases were not scored within " + limit.toMillis() + " ms",
                                "export a smaller model without endless loops, or raise rocketmat.models.dry-batch")
                        : new ModelRefused(
                                name,
                                "cases",
                                "ONNX Runtime cannot score the cases: " + e.getCode(),
                                "score the same rows in onnxruntime 1.28 and export the model again");
            }
        }
    }

    private static double deviation(String name, ScoreFormat score, List<Case> cases, double[] raw) {
        double largest = 0;
        int firstWrong = -1;
        int wrong = 0;
        for (int row = 0; row < raw.length; row++) {
            double deviation = score.deviation(raw[row], cases.get(row).score());
            if (deviation <= TOLERANCE) {
                largest = Math.max(largest, deviation);
            } else if (wrong++ == 0) {
                firstWrong = row;
            }
        }
        if (wrong > 0) {
            throw new ModelRefused(
                    name,
                    "cases[" + firstWrong + "].score",
                    "cases[%d]: expected %s, got %s; %d of %d cases are off by more than %s"
                            .formatted(
                                    firstWrong,
                                    cases.get(firstWrong).score(),
                                    actual(score, raw[firstWrong]),
                                    wrong,
                                    raw.length,
                                    TOLERANCE),
                    REMEDY);
        }
        return largest;
    }

    private static String actual(ScoreFormat score, double raw) {
        double unrounded = score.unrounded(raw);
        return Double.isNaN(unrounded) ? "no score, because the model returns " + raw : Double.toString(unrounded);
    }
}
