package com.rocketmat.console.element;

import com.rocketmat.harvest.RateWindow;
import com.rocketmat.sync.run.RunUnderWay;
import com.rocketmat.sync.run.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The progress of the tenant's current run, or the result of its last one. A run stays open while its tenant is paused or blocked.
 *
 * @param running whether a run is open and continues
 * @param max maximum of the bar; 0 for no bar
 * @param estimate of the remaining time, or null
 */
public record Progress(String headline, boolean running, long done, long max, String share, String estimate) {

    /** Number of applications that one call of Harvest v3 reads again before writing their scores. */
    private static final int READ_BATCH = 50;

    /**
     * For a tenant without an open run.
     *
     * @param log newest run first
     * @param writes whether scores are written to Greenhouse
     * @param healthy whether the tenant may run and has no remark
     */
    public static Progress of(List<RunView> log, boolean writes, boolean healthy) {
        if (log.isEmpty()) {
            return withoutBar("No run yet", false);
        }
        Optional<RunView> productive =
                log.stream().filter(run -> run.discovered() > 0).findFirst();
        boolean idle = productive.isPresent() && log.getFirst().discovered() == 0;
        String headline = (idle || productive.isEmpty()) && healthy ? "Up to date. " : "";
        headline += productive
                .map(run -> describe(run, idle, writes))
                .orElse("The last run found no application without a score");
        int all = productive.map(RunView::discovered).orElse(0);
        return bar(headline, false, all, all, null);
    }

    private static String describe(RunView run, boolean idle, boolean writes) {
        String result = writes
                ? Formats.count(run.written(), "score") + " written"
                : Formats.count(run.scored(), "score") + " recorded, nothing written";
        return "%s: %s found, %s"
                .formatted(
                        idle ? "The last run with something to do" : "The last run ended",
                        Formats.count(run.discovered(), "application"),
                        result);
    }

    /**
     * What the progress of an open run depends on, apart from its figures.
     *
     * @param writes whether scores are written to Greenhouse
     * @param continues whether the run can continue
     * @param oneByOne whether each application is read again by a call of its own, as in Harvest v1
     */
    public record Circumstances(
            boolean writes, boolean continues, boolean oneByOne, Optional<RateWindow> window, Instant now) {}

    /**
     * The progress of an open run.
     *
     * @param waiting scores still to be written
     */
    public static Progress of(RunUnderWay run, long waiting, Circumstances circumstances) {
        RunView view = run.view();
        boolean continues = circumstances.continues();
        if (!run.readWhole()) {
            String soFar = "%s %s: %s found so far, %s written"
                    .formatted(
                            continues ? "Reading" : "Stopped reading",
                            run.sweep() ? "everything open" : "what is new",
                            Formats.count(view.discovered(), "application"),
                            Formats.count(view.written(), "score"));
            // what waits is part of one page, and the number of further pages is unknown
            return withoutBar(soFar, continues);
        }
        long done =
                circumstances.writes() ? (long) view.written() + view.leftAlone() + view.failed() : view.discovered();
        long max = circumstances.writes() ? done + waiting : view.discovered();
        String headline = "%s %s of %s"
                .formatted(
                        !continues ? "Stopped at" : circumstances.writes() ? "Writing:" : "Recorded",
                        Formats.number(done),
                        Formats.count(max, "score"));
        return bar(headline, continues, done, max, continues && waiting > 0 ? estimate(waiting, circumstances) : null);
    }

    private static Progress withoutBar(String headline, boolean running) {
        return new Progress(headline, running, 0, 0, "", null);
    }

    private static Progress bar(String headline, boolean running, long done, long max, String estimate) {
        return new Progress(headline, running, done, max, Formats.percent((double) done / max), estimate);
    }

    /** A lower bound, from the rate limit alone. */
    private static String estimate(long waiting, Circumstances circumstances) {
        if (circumstances.window().isEmpty()) {
            return "No estimate yet: Greenhouse's rate limit is unknown";
        }
        RateWindow window = circumstances.window().get();
        long reads = circumstances.oneByOne() ? waiting : Math.ceilDiv(waiting, READ_BATCH);
        Duration minimum = window.atLeast(waiting + reads, circumstances.now());
        String limit = "Greenhouse allows %s every %s, and a score takes %s"
                .formatted(
                        Formats.count(window.limit(), "call"),
                        Formats.span(window.length()),
                        circumstances.oneByOne() ? "two" : "one");
        String time =
                minimum.isZero() ? "It may end within this rate window" : "It takes at least " + Formats.span(minimum);
        return time + ": " + limit + ".";
    }
}
