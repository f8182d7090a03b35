package com.rocketmat.sync;

import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.Reconciliations.Stored;
import com.rocketmat.sync.run.WantedApplications.Wanted;
import java.util.List;

/** The next step of a slice, decided by the {@link Planner}. */
sealed interface Step {

    record ReadPage(OpenRun run) implements Step {}

    record ReadIds(OpenRun run, List<Wanted> wanted) implements Step {}

    record ScorePage(OpenRun run, LoadedPage page) implements Step {}

    /** Empties our scores of candidates who must not be scored. */
    record EmptyFields(OpenRun run, LoadedPage page) implements Step {}

    /**
     * Writes waiting scores.
     *
     * @param renews whether all of them replace others
     */
    record Write(OpenRun run, boolean renews) implements Step {}

    /** Asks Greenhouse whether it still has these applications, and to which candidates they belong. */
    record Reconcile(OpenRun run, List<Stored> stored) implements Step {}

    record End(SliceOutcome outcome) implements Step {}
}
