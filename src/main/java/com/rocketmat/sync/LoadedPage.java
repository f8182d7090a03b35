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

    LoadedPage without(LongPredicate again) {
        Origin others = origin instanceof Origin.Named ? new Origin.Named(named(again.negate())) : origin;
        return new LoadedPage(reader, others, unscored, toEmpty, begun);
    }

    List<Wanted> named(LongPredicate which) {
        return switch (origin) {
            case Origin.Window _ -> List.of();
            case Origin.Named(List<Wanted> ids) ->
                ids.stream()
                        .filter(wanted -> which.test(wanted.applicationId()))
                        .toList();
        };
    }

    boolean done() {
        return unscored.isEmpty() && toEmpty.isEmpty();
    }
}
