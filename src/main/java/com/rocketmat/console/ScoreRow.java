package com.rocketmat.console;

import com.rocketmat.console.element.Formats;
import com.rocketmat.console.element.Moment;
import com.rocketmat.score.Reason;
import com.rocketmat.score.ScoreView;
import java.time.Instant;
import java.util.stream.Collectors;

/** One application's score, without any candidate data. */
public record ScoreRow(
        long application, String value, Moment scored, String reason, String reasons, String warning, String model) {

    static ScoreRow of(ScoreView score, Instant now) {
        return new ScoreRow(
                score.applicationId(),
                score.value() == null ? "–" : score.value().toPlainString(),
                Moment.of(score.scoredAt(), now),
                score.reason(),
                score.reasons().stream().map(ScoreRow::format).collect(Collectors.joining(", ")),
                score.warning(),
                Formats.version(score.modelVersion()));
    }

    private static String format(Reason reason) {
        String sign = reason.weight().signum() < 0 ? "−" : "+";
        return "%s %s%s".formatted(reason.feature(), sign, reason.weight().abs().toPlainString());
    }
}
