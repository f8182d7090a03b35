package com.rocketmat.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A figure with its baseline from the same run.
 *
 * @param ratio to the baseline; greater is better, and 1 is equal. None for a count that should be 0, which it would call the worst
 */
@JsonPropertyOrder({"name", "value", "unit", "baseline", "ratio"})
public record Row(String name, double value, String unit, double baseline, Double ratio) {

    private static final MathContext DIGITS = new MathContext(4);

    /** For figures where more is better. */
    public static Row ofGain(String name, double value, String unit, double baseline) {
        return rounded(name, value, unit, baseline, value / baseline);
    }

    /** For figures where less is better. */
    public static Row ofCost(String name, double value, String unit, double baseline) {
        return rounded(name, value, unit, baseline, baseline / value);
    }

    /** For counts that should be 0. */
    public static Row ofCount(String name, double value, String unit, double baseline) {
        return new Row(name, rounded(value), unit, rounded(baseline), null);
    }

    private static Row rounded(String name, double value, String unit, double baseline, double ratio) {
        return new Row(name, rounded(value), unit, rounded(baseline), rounded(ratio));
    }

    private static double rounded(double exact) {
        if (!Double.isFinite(exact)) {
            throw new IllegalArgumentException("nothing was measured: " + exact);
        }
        return new BigDecimal(exact).round(DIGITS).doubleValue();
    }
}
