package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.write.CarriedScore;
import com.rocketmat.sync.run.WantedApplications.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Applications that were read, in memory. What is left of them at the end of a slice is found again when they are read again.
 *
 * @param toEmpty scores of ours in Greenhouse, of candidates who are not to be scored
 * @param begun whether some are scored and recorded
 */
record LoadedPage(
        JointReader reader, Origin origin, List<Application> unscored, List<CarriedScore> toEmpty, boolean begun) {

    /** Where they come from, and so what is recorded once all of them are done. */
    sealed interface Origin {

        /** The next page is at {@code next}, empty after the last; {@code attributes} are those of applications that the window's pages carry. */
        record Window(Optional<String> next, Set<String> attributes) implements Origin {}

        /** They were read by their ids; of these some may not be there. */
        record Named(List<Wanted> ids) implements Origin {}
    }

    LoadedPage left(List<Application> applications) {
        return new LoadedPage(reader, origin, applications, toEmpty, true);
    }

    LoadedPage emptied() {
        return new LoadedPage(reader, origin, unscored, List.of(), begun);
    }

    /** These ones are not done with the others: they are read by their ids again. */
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
