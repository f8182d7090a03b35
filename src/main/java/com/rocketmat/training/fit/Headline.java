package com.rocketmat.training.fit;

import com.rocketmat.training.fit.report.Report.Comparison;
import com.rocketmat.training.fit.report.Report.Interval;
import java.util.Locale;

final class Headline {

    private Headline() {}

    static String of(Evaluation.Result result, boolean trees) {
        Interval auc = result.model().auc();
        Comparison first = result.comparisons().getFirst();
        String rival = trees ? "the baseline, a logistic model," : "chance";
        String worth = String.format(
                Locale.ROOT, "an AUC of %.2f (95 %% interval %.2f to %.2f)", auc.value(), auc.low(), auc.high());
        String against =
                String.format(Locale.ROOT, "%.2f", first.quality().auc().value());
        return result.beatsFirst()
                ? "The model beats %s on decisions that it has not seen: %s against %s."
                        .formatted(rival, worth, against)
                : "The model does not beat %s on decisions that it has not seen: %s against %s."
                        .formatted(rival, worth, against);
    }
}
