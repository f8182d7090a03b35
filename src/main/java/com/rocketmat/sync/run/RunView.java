package com.rocketmat.sync.run;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A run as the API shows it. */
@Schema(examples = """
        {"id": "4711", "startedAt": "2026-11-24T12:00:00Z", "endedAt": "2026-11-24T12:00:09Z", "trigger": "schedule", "discovered": 40,
         "scored": 38, "written": 37, "leftAlone": 1, "failed": 0, "error": null}""")
public record RunView(
        String id,
        Instant startedAt,
        @Schema(nullable = true) Instant endedAt,
        String trigger,
        int discovered,
        int scored,
        int written,
        int leftAlone,
        int failed,
        @Schema(nullable = true) String error) {

    static RunView of(Run run) {
        return new RunView(
                String.valueOf(run.id),
                run.startedAt,
                run.endedAt,
                run.trigger,
                run.discovered,
                run.scored,
                run.written,
                run.leftAlone,
                run.failed,
                run.error);
    }

    @Schema(name = "RunPage")
    public record Listing(
            List<RunView> items, @Schema(nullable = true) String next) {}
}
