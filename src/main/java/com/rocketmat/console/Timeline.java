package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.sync.run.RunView;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Recent runs on a time axis that ends now, in units of the SVG. */
public record Timeline(List<Mark> marks, List<String> ticks) {

    private static final double WIDTH = 720;
    private static final double MIN_WIDTH = 3;
    private static final int TICKS = 4;
    private static final Duration MAX_CLOCK_SPAN = Duration.ofHours(24);
    private static final DateTimeFormatter CLOCK = format("HH:mm");
    private static final DateTimeFormatter MINUTE = format("d MMM uuuu HH:mm");

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** A run; {@code tone} as in {@link Badge}. */
    public record Mark(String x, String width, String tone, String label) {}

    static Timeline of(List<RunView> runs, Instant now) {
        // not the last run: a restarted sweep has a later start than the runs after it
        Instant from = runs.stream()
                .map(RunView::startedAt)
                .min(Comparator.naturalOrder())
                .orElse(now);
        Duration total = Duration.between(from, now);
        long millis = Math.max(1, total.toMillis());
        List<Mark> marks = runs.reversed().stream()
                .map(run -> mark(run, from, millis, now))
                .toList();
        DateTimeFormatter clock = total.compareTo(MAX_CLOCK_SPAN) <= 0 ? CLOCK : MINUTE;
        List<String> ticks = IntStream.rangeClosed(0, TICKS)
                .mapToObj(place -> place == TICKS ? "now" : clock.format(from.plusMillis(millis * place / TICKS)))
                .toList();
        return new Timeline(marks, ticks);
    }

    private static Mark mark(RunView run, Instant from, long millis, Instant now) {
        Instant end = run.endedAt() == null ? now : run.endedAt();
        double start = WIDTH * Duration.between(from, run.startedAt()).toMillis() / millis;
        double width = Math.max(
                MIN_WIDTH, WIDTH * Duration.between(run.startedAt(), end).toMillis() / millis);
        return new Mark(
                Formats.decimal(Math.min(start, WIDTH - width)),
                Formats.decimal(Math.min(width, WIDTH)),
                RunRow.tone(run),
                "%s, %s: %s found, %s written"
                        .formatted(
                                MINUTE.format(run.startedAt()),
                                run.trigger(),
                                Formats.number(run.discovered()),
                                Formats.number(run.written())));
    }
}
