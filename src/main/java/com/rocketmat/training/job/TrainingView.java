package com.rocketmat.training.job;

import com.fasterxml.jackson.annotation.JsonRawValue;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A training as the API shows it.
 *
 * @param version the new version, or null
 * @param reason why it was refused, failed or waits, or null
 * @param label what the model predicts, as in the tenant's secret
 * @param without features that the model must not learn from
 * @param report the evaluation of the version, or null; also part of its card
 */
@Schema(examples = """
        {"id": "12", "state": "READING", "version": null, "reason": null, "label": "hired", "without": [], "requestedBy": "ana",
         "requestedAt": "2026-11-24T12:00:00Z", "startedAt": "2026-11-24T12:00:01Z", "endedAt": null,
         "progress": {"rowsRead": 1250, "phase": "reading decided applications", "percent": 40}, "report": null}""")
public record TrainingView(
        String id,
        TrainingState state,
        @Schema(nullable = true) String version,
        @Schema(nullable = true) String reason,
        String label,
        List<String> without,
        String requestedBy,
        Instant requestedAt,
        @Schema(nullable = true) Instant startedAt,
        @Schema(nullable = true) Instant endedAt,
        Progress progress,

        @JsonRawValue @Schema(nullable = true, implementation = Object.class)
        String report) {

    /** {@code phase} is for people, {@code percent} estimates how much of it is done; both may be null. */
    @Schema(name = "TrainingProgress")
    public record Progress(
            int rowsRead,
            @Schema(nullable = true) String phase,
            @Schema(nullable = true) Integer percent) {}

    @Schema(name = "TrainingPage")
    public record Listing(
            List<TrainingView> items,
            @Schema(nullable = true) String next) {}

    static TrainingView of(Tuple row) {
        return new TrainingView(
                row.get("id", Long.class).toString(),
                TrainingState.valueOf(row.get("state", String.class)),
                row.get("version", String.class),
                row.get("reason", String.class),
                row.get("label", String.class),
                List.of(row.get("without", String[].class)),
                row.get("requested_by", String.class),
                row.get("requested_at", Instant.class),
                row.get("started_at", Instant.class),
                row.get("ended_at", Instant.class),
                new Progress(
                        row.get("rows_read", Integer.class),
                        row.get("phase", String.class),
                        row.get("percent", Integer.class)),
                row.get("report", String.class));
    }

    TrainingView withReason(String newReason) {
        return new TrainingView(
                id,
                state,
                version,
                newReason,
                label,
                without,
                requestedBy,
                requestedAt,
                startedAt,
                endedAt,
                progress,
                report);
    }
}
