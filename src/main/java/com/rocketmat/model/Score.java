package com.rocketmat.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** From what the model gives to the number that the recruiter sees. */
public record Score(Scale scale, int decimals) {

    static final Score DEFAULT = new Score(Scale.PERCENT, 0);

    /** Sums of float32 probabilities leave [0,1] by about this much: a forest of sure trees gives 1.0000002. */
    private static final double FLOAT_NOISE = 1e-5;

    public enum Scale {
        RAW,
        PERCENT,
        LOGIT
    }

    /**
     * The score as it is written.
     *
     * @throws ScoringFailed when the raw value is not finite, or not a probability where one is promised
     */
    public BigDecimal of(double raw) {
        if (!Double.isFinite(raw)) {
            throw new ScoringFailed(
                    "output.name",
                    "the model gives " + raw + ", which is not a number",
                    "give every feature that can be missing a value in \"missing\"");
        }
        BigDecimal value = switch (scale) {
            case RAW -> BigDecimal.valueOf(raw);
            // In decimal: 100 * 0.145 is less than 14.5 in binary.
            case PERCENT -> BigDecimal.valueOf(probability(raw)).movePointRight(2);
            case LOGIT -> BigDecimal.valueOf(100 / (1 + Math.exp(-raw)));
        };
        return value.setScale(decimals, RoundingMode.HALF_UP);
    }

    private static double probability(double raw) {
        if (raw < -FLOAT_NOISE || raw > 1 + FLOAT_NOISE) {
            throw new ScoringFailed(
                    "score.scale",
                    "the model gives " + raw + ", which is outside [0,1] and so not a probability",
                    "export calibrated probabilities, or set score.scale to \"logit\" for log-odds or \"raw\" for any"
                            + " number");
        }
        return Math.clamp(raw, 0, 1);
    }
}
