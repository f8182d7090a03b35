package com.rocketmat.score.write;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Applications of one slice whose PATCH may or may not have happened: each is read back with the next batch, and tried again. */
final class UnsureWrites {

    /** A tenth of all calls may fail: of a hundred thousand applications one is tried so often by chance. */
    private static final int MOST_TRIES = 5;
    /** A PATCH that was not answered in time may still be under way, and is not repeated before. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(10);

    private final Map<Long, Unsure> byApplication = new HashMap<>();

    /**
     * An application whose PATCH may have happened.
     *
     * @param failures so many in this slice
     * @param notBefore a PATCH is not repeated before
     * @param written what the slice had written before the first failure
     */
    record Unsure(int failures, Instant notBefore, int written, HarvestException last) {

        boolean exhausted() {
            return failures >= MOST_TRIES;
        }
    }

    Unsure failed(long application, UnknownOutcome failure, Instant now, int written) {
        Instant notBefore = failure.underWay() ? now.plus(UNDER_WAY) : now;
        return byApplication.merge(
                application,
                new Unsure(1, notBefore, written, new HarvestException(failure)),
                (before, last) -> new Unsure(before.failures() + 1, notBefore, before.written(), last.last()));
    }

    void settled(long application) {
        byApplication.remove(application);
    }

    /** Whether a PATCH may be repeated now, of one that is not settled by its row. */
    boolean mayRepeat(long application, Instant now) {
        Unsure unsure = byApplication.get(application);
        return unsure == null || !(unsure.exhausted() || now.isBefore(unsure.notBefore()));
    }

    /** Those that this slice does not try again. */
    Set<Long> exhausted() {
        return byApplication.entrySet().stream()
                .filter(entry -> entry.getValue().exhausted())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Those of which nothing is to be sent now. */
    Set<Long> held(Instant now) {
        Set<Long> held = new HashSet<>(byApplication.keySet());
        held.removeIf(application -> mayRepeat(application, now));
        return held;
    }

    /** When the first of those that are tried again may be. */
    Optional<Instant> earliest() {
        return byApplication.values().stream()
                .filter(unsure -> !unsure.exhausted())
                .map(Unsure::notBefore)
                .min(Comparator.naturalOrder());
    }

    /** Why one of those is left that this slice does not try again. */
    Optional<HarvestException> failure() {
        return byApplication.values().stream()
                .filter(Unsure::exhausted)
                .map(Unsure::last)
                .findFirst();
    }
}
