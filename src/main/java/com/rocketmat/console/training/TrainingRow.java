package com.rocketmat.console.training;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.element.Moment;
import com.rocketmat.training.job.TrainingState;
import com.rocketmat.training.job.TrainingView;
import java.time.Duration;
import java.time.Instant;

/**
 * A training on the page of a tenant's models.
 *
 * @param progress what it does now, or its result
 * @param label what the model predicts, as in the tenant's secret
 * @param without features that the model must not learn from, or empty
 * @param headline of its report, or null
 * @param version the new version, or null
 * @param share percentage of the estimated time that has passed; 0 if unknown
 */
public record TrainingRow(
        String id,
        Badge state,
        Moment requested,
        String requestedBy,
        String progress,
        String label,
        String without,
        String headline,
        String version,
        boolean open,
        long share) {

    private static final long WHOLE = 100;

    public static TrainingRow of(TrainingView training, Instant now) {
        boolean open = !training.state().ended();
        return new TrainingRow(
                training.id(),
                new Badge(Formats.title(training.state()), tone(training.state())),
                Moment.of(training.requestedAt(), now),
                training.requestedBy(),
                progress(training, now),
                training.label(),
                String.join(", ", training.without()),
                ReportText.headline(training.report()),
                training.version(),
                open,
                open ? share(training, now) : 0);
    }

    private static String tone(TrainingState state) {
        return switch (state) {
            case DONE -> "good";
            case REFUSED -> "warn";
            case FAILED -> "bad";
            case QUEUED, READING, FITTING, EXAMINING -> "calm";
        };
    }

    private static String progress(TrainingView training, Instant now) {
        if (training.reason() != null) {
            return training.reason();
        }
        int read = training.progress().rowsRead();
        if (training.state() == TrainingState.DONE) {
            return Formats.count(read, "application") + " read";
        }
        String phase = training.progress().phase();
        Instant end = training.progress().endsAbout();
        return (phase == null ? "waits for a trainer" : phase + ", " + Formats.number(read) + " read")
                + (end == null || end.isBefore(now)
                        ? ""
                        : "; about " + Formats.span(Duration.between(now, end)) + " left");
    }

    private static long share(TrainingView training, Instant now) {
        Instant from = training.startedAt();
        Instant to = training.progress().endsAbout();
        if (from == null || to == null || !to.isAfter(from)) {
            return 0;
        }
        long total = Duration.between(from, to).toMillis();
        return Math.clamp(WHOLE * Duration.between(from, now).toMillis() / total, 1, WHOLE - 1);
    }
}
