package com.rocketmat.console.element;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.console.element.Progress.Circumstances;
import com.rocketmat.harvest.RateWindow;
import com.rocketmat.sync.run.RunUnderWay;
import com.rocketmat.sync.run.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:10Z");
    private static final Optional<RateWindow> FIFTY_A_WINDOW =
            Optional.of(new RateWindow(50, 10, Duration.ofSeconds(30), Instant.parse("2026-11-25T12:00:30Z")));
    private static final Circumstances RUNNING = new Circumstances(true, true, false, FIFTY_A_WINDOW, NOW);
    private static final Circumstances HALTED = new Circumstances(true, false, false, FIFTY_A_WINDOW, NOW);
    private static final Circumstances DRY = new Circumstances(false, true, false, FIFTY_A_WINDOW, NOW);

    private static RunUnderWay run(boolean readWhole, int discovered, int written) {
        return new RunUnderWay(view(discovered, written), false, readWhole);
    }

    @Test
    void theBarShowsTheShareOfWrittenScores() {
        Progress progress = Progress.of(run(true, 100, 40), 60, RUNNING);
        assertThat(progress.running()).isTrue();
        assertThat(progress.done()).isEqualTo(40);
        assertThat(progress.max()).isEqualTo(100);
        assertThat(progress.share()).isEqualTo("40 %");
        assertThat(progress.headline()).isEqualTo("Writing: 40 of 100 scores");
    }

    @Test
    void skippedAndFailedApplicationsCountAsDone() {
        RunView view = new RunView("1", NOW.minusSeconds(60), null, "schedule", 100, 100, 40, 3, 2, null);
        Progress progress = Progress.of(new RunUnderWay(view, true, true), 50, RUNNING);
        assertThat(progress.done()).isEqualTo(45);
        assertThat(progress.max()).isEqualTo(95);
        assertThat(Progress.of(new RunUnderWay(view, true, false), 50, RUNNING).headline())
                .startsWith("Reading everything open: 100 applications found so far");
    }

    @Test
    void aShareIsRoundedToZeroOrHundredOnlyIfExact() {
        assertThat(Progress.of(run(true, 25_000, 24_950), 50, RUNNING).share()).isEqualTo("99 %");
        assertThat(List.of(Formats.percent(0.004), Formats.percent(0), Formats.percent(1)))
                .containsExactly("1 %", "0 %", "100 %");
    }

    @Test
    void theEstimateFollowsFromTheRateLimit() {
        // 60 scores take 62 calls: 10 are left, 50 in the next window, and 2 in the one after
        assertThat(Progress.of(run(true, 100, 40), 60, RUNNING).estimate())
                .isEqualTo("It takes at least 50 s: Greenhouse allows 50 calls every 30 s, and a score takes one.");
        assertThat(Progress.of(run(true, 100, 92), 8, RUNNING).estimate())
                .startsWith("It may end within this rate window");
        // with Harvest v1 they take 120: 10, 50, 50 and 10
        assertThat(Progress.of(run(true, 100, 40), 60, new Circumstances(true, true, true, FIFTY_A_WINDOW, NOW))
                        .estimate())
                .isEqualTo("It takes at least 80 s: Greenhouse allows 50 calls every 30 s, and a score takes two.");
        // the window has ended, so a new one is available
        assertThat(Progress.of(
                                run(true, 100, 60),
                                40,
                                new Circumstances(true, true, false, FIFTY_A_WINDOW, NOW.plusSeconds(60)))
                        .estimate())
                .startsWith("It may end within this rate window");
    }

    @Test
    void anUnknownEndHasNoEstimate() {
        assertThat(Progress.of(run(true, 100, 40), 60, new Circumstances(true, true, false, Optional.empty(), NOW))
                        .estimate())
                .contains("No estimate yet");
        assertThat(Progress.of(run(true, 100, 100), 0, RUNNING).estimate()).isNull();
    }

    /** Scores are written page by page: 500 that wait say nothing about the rest. */
    @Test
    void aRunThatStillReadsHasNeitherBarNorEstimate() {
        Progress progress = Progress.of(run(false, 45_500, 45_000), 500, RUNNING);
        assertThat(progress.headline())
                .isEqualTo("Reading what is new: 45,500 applications found so far, 45,000 scores written");
        assertThat(progress.running()).isTrue();
        assertThat(progress.max()).isZero();
        assertThat(progress.estimate()).isNull();
    }

    @Test
    void aStoppedRunHasNoEstimate() {
        Progress paused = Progress.of(run(true, 100, 40), 60, HALTED);
        assertThat(paused.headline()).isEqualTo("Stopped at 40 of 100 scores");
        assertThat(paused.running()).isFalse();
        assertThat(paused.estimate()).isNull();
        assertThat(paused.share()).isEqualTo("40 %");
        Progress reading = Progress.of(run(false, 50, 0), 50, HALTED);
        assertThat(reading.headline())
                .isEqualTo("Stopped reading what is new: 50 applications found so far, 0 scores written");
        assertThat(reading.estimate()).isNull();
    }

    @Test
    void aDryRunCountsRecordedScores() {
        Progress progress = Progress.of(run(true, 50, 0), 0, DRY);
        assertThat(progress.done()).isEqualTo(50);
        assertThat(progress.estimate()).isNull();
        assertThat(progress.headline()).isEqualTo("Recorded 50 of 50 scores");
    }

    @Test
    void anEndedRunShowsAFullBar() {
        Progress done = Progress.of(List.of(last(12)), true, true);
        assertThat(done.done()).isEqualTo(done.max()).isEqualTo(12);
        assertThat(done.headline()).isEqualTo("The last run ended: 12 applications found, 12 scores written");
        Progress idle = Progress.of(List.of(last(0), last(12)), true, true);
        assertThat(idle.max()).isEqualTo(12);
        assertThat(idle.headline())
                .isEqualTo("Up to date. The last run with something to do: 12 applications found, 12 scores written");
        assertThat(Progress.of(List.of(last(0), last(12)), true, false).headline())
                .isEqualTo("The last run with something to do: 12 applications found, 12 scores written");
        assertThat(Progress.of(List.of(last(0)), true, true).headline())
                .isEqualTo("Up to date. The last run found no application without a score");
        assertThat(Progress.of(List.of(last(3)), false, true).headline())
                .contains("3 scores recorded, nothing written");
        assertThat(Progress.of(List.of(last(0)), true, true).max()).isZero();
        assertThat(Progress.of(List.of(), true, true).headline()).isEqualTo("No run yet");
    }

    private static RunView last(int found) {
        return view(found, found);
    }

    private static RunView view(int found, int written) {
        return new RunView("1", NOW.minusSeconds(60), NOW, "schedule", found, found, written, 0, 0, null);
    }
}
