package com.rocketmat.console.element;

import com.rocketmat.harvest.RateWindow;
import com.rocketmat.sync.run.RunUnderWay;
import com.rocketmat.sync.run.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The progress of the tenant's current run, or the result of its last one.
 *
 * @param most maximum of the bar; 0 for no bar
 * @param estimate when it is expected to end, or null if unknown
 */
public record Progress(String headline, boolean running, long done, long most, String share, String estimate) {

    /** Number of applications that one call re-reads right before their scores are written. */
    private static final int READ_AT_ONCE = 50;

    /**
     * For a tenant without an open run.
     *
     * @param log newest run first
     * @param writes whether scores are written to Greenhouse
     */
    public static Progress of(List<RunView> log, boolean writes) {
        if (log.isEmpty()) {
            return new Progress("No run yet", false, 0, 0, "", null);
        }
        Optional<RunView> fruitful =
                log.stream().filter(run -> run.discovered() > 0).findFirst();
        boolean idle = fruitful.isPresent() && log.getFirst().discovered() == 0;
        String headline = fruitful.map(run -> told(run, idle, writes))
                .orElse("Up to date: the last run found no application without a score");
        int all = fruitful.map(RunView::discovered).orElse(0);
        return bar(headline, false, all, all, null);
    }

    private static String told(RunView run, boolean idle, boolean writes) {
        String what = writes
                ? Formats.count(run.written(), "score") + " written"
                : Formats.count(run.scored(), "score") + " recorded, nothing written";
        return "%s: %s found, %s"
                .formatted(
                        idle ? "Up to date. The last run with something to do" : "The last run ended",
                        Formats.count(run.discovered(), "application"),
                        what);
    }

    /**
     * The progress of an open run.
     *
     * @param waiting scores still to be written
     * @param writes whether scores are written to Greenhouse
     */
    public static Progress of(RunUnderWay run, long waiting, boolean writes, Optional<RateWindow> window, Instant now) {
        long done = writes ? (long) run.written() + run.leftAlone() + run.failed() : run.discovered();
        long most = writes ? done + waiting : run.discovered();
        String found = Formats.count(run.discovered(), "application");
        if (!run.readWhole()) {
            String headline = "%s: %s found so far, %s written"
                    .formatted(
                            run.sweep() ? "Reading everything open" : "Reading what is new",
                            found,
                            Formats.count(run.written(), "score"));
            return bar(headline, true, done, most, writes ? estimate(waiting, false, window, now) : null);
        }
        String headline = "Writing: %s of %s".formatted(Formats.number(done), Formats.count(most, "score"));
        return bar(headline, true, done, most, estimate(waiting, true, window, now));
    }

    private static Progress bar(String headline, boolean running, long done, long most, String estimate) {
        String share = most == 0 ? "" : Formats.percent((double) done / most);
        return new Progress(headline, running, done, most, share, estimate);
    }

    /** What the rate limit allows: a lower bound, since nothing more is certain. */
    private static String estimate(long waiting, boolean all, Optional<RateWindow> window, Instant now) {
        if (waiting == 0) {
            return null;
        }
        if (window.isEmpty()) {
            return "No estimate yet: Greenhouse's rate limit is unknown";
        }
        RateWindow told = window.get();
        Duration least = told.atLeast(waiting + Math.ceilDiv(waiting, READ_AT_ONCE), now);
        String limit = "Greenhouse allows %s every %s, and a score takes one"
                .formatted(Formats.count(told.limit(), "call"), Formats.span(told.length()));
        String time =
                least.isZero() ? "It may end within this rate window" : "It takes at least " + Formats.span(least);
        return time + (all ? "" : ", more if more is found") + ": " + limit + ".";
    }
}
