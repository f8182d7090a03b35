package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.write.CarriedScore;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.WantedApplications.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Applications that were read, in memory. Those not done at the end of a slice are read again.
 *
 * @param next what follows this page of a window; empty if the applications were named to us
 * @param named the ids by which they were read, and which are settled with the page
 * @param toEmpty our scores in Greenhouse of candidates who must not be scored
 * @param begun whether some are scored and recorded
 */
record LoadedPage(
        JointReader reader,
        Optional<RunLog.NextPage> next,
        List<Wanted> named,
        List<Application> unscored,
        List<CarriedScore> toEmpty,
        boolean begun) {

    LoadedPage left(List<Application> applications) {
        return new LoadedPage(reader, next, named, applications, toEmpty, true);
    }

    LoadedPage emptied() {
        return new LoadedPage(reader, next, named, unscored, List.of(), begun);
    }

    /** Without the ids that are to be read again. */
    LoadedPage keepsWanted(LongPredicate again) {
        List<Wanted> others =
                named.stream().filter(one -> !again.test(one.applicationId())).toList();
        return new LoadedPage(reader, next, others, unscored, toEmpty, begun);
    }

    boolean done() {
        return unscored.isEmpty() && toEmpty.isEmpty();
    }
}
