package com.rocketmat.sync;

import com.rocketmat.sync.run.OpenRun;

/** The next step of a slice, decided by the {@link Planner}. */
sealed interface Step {

    /** Reads the run's current page from Greenhouse. */
    record ReadPage(OpenRun run) implements Step {}

    /** Scores the next applications of the page. */
    record ScorePage(OpenRun run, LoadedPage page) implements Step {}

    /** Scores some applications with a score of ours by another version again. */
    record Rescore(OpenRun run) implements Step {}

    /** Writes some of the waiting scores to Greenhouse. */
    record Write(OpenRun run) implements Step {}

    record End(SliceOutcome outcome) implements Step {}
}
