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
 * @param running whether a run is open and goes on
 * @param most maximum of the bar; 0 for no bar
 * @param estimate when it is expected to end, or null if unknown
 */
public record Progress(String headline, boolean running, long done, long most, String share, String estimate) {

    /** Number of applications that one call of Harvest v3 re-reads right before their scores are written. */
    private static final int READ_AT_ONCE = 50;

    /**
     * For a tenant without an open run.
     *
     * @param log newest run first
     * @param writes whether scores are written to Greenhouse
     * @param well whether it runs, and without a remark
     */
    public static Progress of(List<RunView> log, boolean writes, boolean well) {
        if (log.isEmpty()) {
            return new Progress("No run yet", false, 0, 0, "", null);
        }
        Optional<RunView> fruitful =
                log.stream().filter(run -> run.discovered() > 0).findFirst();
        boolean idle = fruitful.isPresent() && log.getFirst().discovered() == 0;
        String headline = (idle || fruitful.isEmpty()) && well ? "Up to date. " : "";
        headline += fruitful.map(run -> told(run, idle, writes))
                .orElse("The last run found no application without a score");
        int all = fruitful.map(RunView::discovered).orElse(0);
        return bar(headline, false, all, all, null);
    }

    private static String told(RunView run, boolean idle, boolean writes) {
        String what = writes
                ? Formats.count(run.written(), "score") + " written"
                : Formats.count(run.scored(), "score") + " recorded, nothing written";
        return "%s: %s found, %s"
                .formatted(
                        idle ? "The last run with something to do" : "The last run ended",
                        Formats.count(run.discovered(), "application"),
                        what);
    }

    /**
     * What the progress of an open run depends on, beside its figures.
     *
     * @param writes whether scores are written to Greenhouse
     * @param goes whether the tenant may run
     * @param oneByOne whether each application is re-read by a call of its own, as in Harvest v1
     */
    public record Circumstances(
            boolean writes, boolean goes, boolean oneByOne, Optional<RateWindow> window, Instant now) {}

    /**
     * The progress of an open run.
     *
     * @param waiting scores still to be written
     */
    public static Progress of(RunUnderWay run, long waiting, Circumstances given) {
        RunView view = run.view();
        boolean goes = given.goes();
        String found = Formats.count(view.discovered(), "application");
        String written = Formats.count(view.written(), "score");
        if (run.rescoring()) {
            // what is still to be scored again is not counted
            String headline = "%s with the new model: %s so far, %s written"
                    .formatted(goes ? "Scoring again" : "Stopped scoring again", found, written);
            return bar(headline, goes, 0, 0, null);
        }
        long done = given.writes() ? (long) view.written() + view.leftAlone() + view.failed() : view.discovered();
        long most = given.writes() ? done + waiting : view.discovered();
        String headline = run.readWhole()
                ? "%s %s of %s"
                        .formatted(
                                !goes ? "Stopped at" : given.writes() ? "Writing:" : "Recorded",
                                Formats.number(done),
                                Formats.count(most, "score"))
                : "%s %s: %s found so far, %s written"
                        .formatted(
                                goes ? "Reading" : "Stopped reading",
                                run.sweep() ? "everything open" : "what is new",
                                found,
                                written);
        boolean ends = goes && waiting > 0 && (run.readWhole() || given.writes());
        return bar(headline, goes, done, most, ends ? estimate(waiting, run.readWhole(), given) : null);
    }

    private static Progress bar(String headline, boolean running, long done, long most, String estimate) {
        return new Progress(headline, running, done, most, Formats.percent((double) done / most), estimate);
    }

    /** What the rate limit allows: a lower bound, since nothing more is certain. */
    private static String estimate(long waiting, boolean all, Circumstances given) {
        if (given.window().isEmpty()) {
            return "No estimate yet: Greenhouse's rate limit is unknown";
        }
        RateWindow told = given.window().get();
        long reads = given.oneByOne() ? waiting : Math.ceilDiv(waiting, READ_AT_ONCE);
        Duration least = told.atLeast(waiting + reads, given.now());
        String limit = "Greenhouse allows %s every %s, and a score takes %s"
                .formatted(
                        Formats.count(told.limit(), "call"),
                        Formats.span(told.length()),
                        given.oneByOne() ? "two" : "one");
        String time =
                least.isZero() ? "It may end within this rate window" : "It takes at least " + Formats.span(least);
        return time + (all ? "" : ", more if more is found") + ": " + limit + ".";
    }
}
