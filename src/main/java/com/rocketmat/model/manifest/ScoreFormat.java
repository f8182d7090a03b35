package com.rocketmat.model.manifest;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Converts the model's output to the score that recruiters see. */
public record ScoreFormat(Scale scale, int decimals) {

    static final ScoreFormat DEFAULT = new ScoreFormat(Scale.PERCENT, 0);

    /** How far sums of float32 probabilities leave [0,1]: a forest of certain trees returns 1.0000002. */
    private static final double FLOAT_NOISE = 1e-5;

    public enum Scale {
        RAW,
        PERCENT,
        LOGIT
    }

    /** Throws {@link ScoringFailed} if the raw value is not finite, or not a probability where one is expected. */
    public BigDecimal of(double raw) {
        if (!Double.isFinite(raw)) {
            throw new ScoringFailed(
                    "model-not-finite",
                    "output.name",
                    "the model returns " + raw + ", which is not a finite number",
                    "set a value in \"missing\" for every feature that may be missing");
        }
        BigDecimal value = switch (scale) {
            case RAW -> BigDecimal.valueOf(raw);
            // decimal, because 100 * 0.145 is less than 14.5 in binary
            case PERCENT -> BigDecimal.valueOf(probability(raw)).movePointRight(2);
            case LOGIT -> BigDecimal.valueOf(100 / (1 + Math.exp(-raw)));
        };
        return value.setScale(decimals, RoundingMode.HALF_UP);
    }

    /** The unrounded score, for comparisons; NaN if there is none. */
    public double unrounded(double raw) {
        if (!Double.isFinite(raw)) {
            return Double.NaN;
        }
        return switch (scale) {
            case RAW -> raw;
            case PERCENT -> isProbability(raw) ? 100 * Math.clamp(raw, 0, 1) : Double.NaN;
            case LOGIT -> 100 / (1 + Math.exp(-raw));
        };
    }

    /**
     * The distance of a raw value's unrounded score from an expected one, in points. On the scale raw, whose scores can have any
     * magnitude, relative to an expected score above 1. NaN if there is no score.
     */
    public double deviation(double raw, double expected) {
        double unit = scale == Scale.RAW ? Math.max(1, Math.abs(expected)) : 1;
        return Math.abs(unrounded(raw) - expected) / unit;
    }

    private static boolean isProbability(double raw) {
        return raw >= -FLOAT_NOISE && raw <= 1 + FLOAT_NOISE;
    }

    private static double probability(double raw) {
        if (!isProbability(raw)) {
            throw new ScoringFailed(
                    "model-not-a-probability",
                    "score.scale",
                    "the model returns " + raw + ", which is outside [0,1] and therefore not a probability",
                    "export calibrated probabilities, or set score.scale to \"logit\" for log-odds or \"raw\" for any"
                            + " number");
        }
        return Math.clamp(raw, 0, 1);
    }
}
