package com.rocketmat.console;

import com.rocketmat.console.element.Formats;
import com.rocketmat.sync.run.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Runs on a time axis that ends now, in units of the SVG, earliest first; {@code ticks} name the axis's start, middle and end. */
public record Timeline(List<Mark> marks, List<String> ticks) {

    private static final double WIDTH = 720;
    private static final double MIN_WIDTH = 4;

    public record Mark(String x, String width, RunView run) {}

    static Timeline of(List<RunView> runs, Instant now) {
        // not as listed: a sweep that began again starts later than runs after it
        List<RunView> byStart =
                runs.stream().sorted(Comparator.comparing(RunView::startedAt)).toList();
        Instant from = byStart.isEmpty() ? now : byStart.getFirst().startedAt();
        Duration whole = Duration.between(from, now);
        List<Mark> marks =
                byStart.stream().map(run -> mark(run, from, whole, now)).toList();
        String start = Formats.relative(from, now);
        String middle = Formats.relative(from.plus(whole.dividedBy(2)), now);
        return new Timeline(marks, List.of(start, middle, "now"));
    }

    private static Mark mark(RunView run, Instant from, Duration whole, Instant now) {
        Instant end = run.endedAt() == null ? now : run.endedAt();
        double units = WIDTH / Math.max(1, whole.toMillis());
        double width = Math.clamp(units * Duration.between(run.startedAt(), end).toMillis(), MIN_WIDTH, WIDTH);
        double x = units * Duration.between(from, run.startedAt()).toMillis();
        return new Mark(Formats.decimal(Math.min(x, WIDTH - width)), Formats.decimal(width), run);
    }
}
