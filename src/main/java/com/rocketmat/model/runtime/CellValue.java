package com.rocketmat.model.runtime;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.ScoringFailed;

/** A feature's value as a tensor element. Errors name the feature, never its value. */
final class CellValue {

    private CellValue() {}

    static double number(String feature, FeatureValue value) {
        return switch (value) {
            case FeatureValue.Numeric(double number) -> number;
            case FeatureValue.Identifier(long id) -> id;
            case FeatureValue.Text text ->
                throw ScoringFailed.forField(feature + " is a text, but its input takes numbers", remedy(feature));
            case FeatureValue.Missing none -> throw misfit(feature, "is missing, but its input has no value for that");
        };
    }

    static long integer(String feature, FeatureValue value) {
        if (value instanceof FeatureValue.Identifier(long id)) {
            return id;
        }
        double number = number(feature, value);
        if (number != Math.rint(number) || Math.abs(number) >= 0x1p63) {
            throw misfit(feature, "is not an integer, but its input takes int64");
        }
        return (long) number;
    }

    static boolean bool(String feature, FeatureValue value) {
        double number = number(feature, value);
        if (number != 0 && number != 1) {
            throw misfit(feature, "is neither 1 nor 0, but its input takes bool");
        }
        return number == 1;
    }

    private static ScoringFailed misfit(String feature, String reason) {
        return ScoringFailed.forRow("inputs", feature + " " + reason, remedy(feature));
    }

    private static String remedy(String feature) {
        return "export the model with an input of a suitable type for " + feature
                + ", or restore the former type of the field in Greenhouse";
    }
}
