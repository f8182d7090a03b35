package com.rocketmat.console.training;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.training.job.TrainingState;
import com.rocketmat.training.job.TrainingView;
import java.time.Instant;

/**
 * A training on the page of a tenant's models.
 *
 * @param progress what it does now, or its result
 * @param label what the model predicts, as in the tenant's secret
 * @param without features that the model must not learn from, or empty
 * @param headline of its report, or null
 * @param version the new version, or null
 * @param percent of its phase that is done, or null
 */
public record TrainingRow(
        String id,
        Badge state,
        Instant requested,
        String requestedBy,
        String progress,
        String label,
        String without,
        String headline,
        String version,
        boolean open,
        Integer percent) {

    public static TrainingRow of(TrainingView training) {
        return new TrainingRow(
                training.id(),
                new Badge(Formats.title(training.state()), tone(training.state())),
                training.requestedAt(),
                training.requestedBy(),
                progress(training),
                training.label(),
                String.join(", ", training.without()),
                ReportText.headline(training.report()),
                training.version(),
                !training.state().ended(),
                training.progress().percent());
    }

    private static String tone(TrainingState state) {
        return switch (state) {
            case DONE -> "good";
            case REFUSED -> "warn";
            case FAILED -> "bad";
            case QUEUED, READING, FITTING, EXAMINING -> "calm";
        };
    }

    private static String progress(TrainingView training) {
        if (training.reason() != null) {
            return training.reason();
        }
        int read = training.progress().rowsRead();
        if (training.state() == TrainingState.DONE) {
            return Formats.count(read, "application") + " read";
        }
        String phase = training.progress().phase();
        Integer percent = training.progress().percent();
        String share = percent == null ? "" : ": about %d %%".formatted(percent);
        return phase == null ? "waits for a trainer" : phase + share + ", " + Formats.number(read) + " read";
    }
}
