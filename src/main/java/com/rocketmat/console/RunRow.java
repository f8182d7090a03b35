package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.element.Moment;
import com.rocketmat.sync.run.RunView;
import java.time.Duration;
import java.time.Instant;

public record RunRow(
        Moment started,
        String trigger,
        Badge state,
        String duration,
        String found,
        String scored,
        String written,
        String leftAlone,
        String failed,
        String error) {

    static RunRow of(RunView run, Instant now) {
        Instant end = run.endedAt() == null ? now : run.endedAt();
        return new RunRow(
                Moment.of(run.startedAt(), now),
                run.trigger(),
                new Badge(label(run), tone(run)),
                Formats.span(Duration.between(run.startedAt(), end)),
                Formats.number(run.discovered()),
                Formats.number(run.scored()),
                Formats.number(run.written()),
                Formats.number(run.leftAlone()),
                Formats.number(run.failed()),
                run.error());
    }

    static String tone(RunView run) {
        if (run.error() != null) {
            return "bad";
        }
        return run.endedAt() == null ? "calm" : run.failed() > 0 ? "warn" : "good";
    }

    private static String label(RunView run) {
        if (run.endedAt() == null) {
            return run.error() == null ? "Running" : "Stuck";
        }
        return run.error() != null ? "With errors" : run.failed() > 0 ? "With failures" : "Done";
    }
}
