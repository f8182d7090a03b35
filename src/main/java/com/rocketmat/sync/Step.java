package com.rocketmat.sync;

import com.rocketmat.sync.run.OpenRun;

/** What a slice does next, as the {@link Planner} decides. */
sealed interface Step {

    /** Asks Greenhouse for the run's present page. */
    record ReadPage(OpenRun run) implements Step {}

    /** Scores the next applications of a page that was read. */
    record ScorePage(OpenRun run, LoadedPage page) implements Step {}

    /** Scores some applications that carry a score of ours by another version. */
    record Rescore(OpenRun run) implements Step {}

    /** Brings some of the scores that wait to Greenhouse. */
    record Write(OpenRun run) implements Step {}

    record End(SliceOutcome outcome) implements Step {}
}
