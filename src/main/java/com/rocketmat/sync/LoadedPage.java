package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.write.CarriedScore;
import com.rocketmat.sync.run.WantedApplications.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Applications that were read, in memory. Those not done at the end of a slice are read again.
 *
 * @param toEmpty our scores in Greenhouse of candidates who must not be scored
 * @param begun whether some are scored and recorded
 */
record LoadedPage(
        JointReader reader, Origin origin, List<Application> unscored, List<CarriedScore> toEmpty, boolean begun) {

    /** Where the applications come from, which decides what is recorded once all are done. */
    sealed interface Origin {

        /** {@code next} is the address of the next page, empty after the last; {@code attributes} are those that the window's pages contain. */
        record Window(Optional<String> next, Set<String> attributes) implements Origin {}

        /** They were read by these ids, some of which Greenhouse may not show. */
        record Named(List<Wanted> ids) implements Origin {}
    }

    LoadedPage left(List<Application> applications) {
        return new LoadedPage(reader, origin, applications, toEmpty, true);
    }

    LoadedPage emptied() {
        return new LoadedPage(reader, origin, unscored, List.of(), begun);
    }

    /** Without the ids that are to be read again. */
    LoadedPage keepsWanted(LongPredicate again) {
        return origin instanceof Origin.Named(List<Wanted> ids)
                ? new LoadedPage(reader, new Origin.Named(others(ids, again)), unscored, toEmpty, begun)
                : this;
    }

    private static List<Wanted> others(List<Wanted> ids, LongPredicate again) {
        return ids.stream().filter(one -> !again.test(one.applicationId())).toList();
    }

    List<Wanted> named() {
        return origin instanceof Origin.Named(List<Wanted> ids) ? ids : List.of();
    }

    boolean done() {
        return unscored.isEmpty() && toEmpty.isEmpty();
    }
}
