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

/**
 * Applications whose PATCH may or may not have been executed: each is read back with the next batch and retried. One that times out is tried
 * about once a slice, so failures count across slices; only those that failed in this slice are held back.
 */
final class UnsureWrites {

    /** Up to a tenth of all calls may fail: by chance, one of a hundred thousand applications fails this often. */
    private static final int MOST_TRIES = 5;
    /** A PATCH that timed out may still be executed, and is not repeated before this. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(10);

    private final Map<Long, Unsure> byApplication = new HashMap<>();
    private final Map<Long, Unsure> overSlices;

    /**
     * @param failures in this slice and those before
     * @param since when the first one was
     * @param notBefore earliest time to repeat the PATCH
     * @param besideOthers whether another application was written since the first failure
     */
    record Unsure(int failures, Instant since, Instant notBefore, boolean besideOthers, HarvestException last) {

        boolean exhausted() {
            return failures >= MOST_TRIES;
        }
    }

    /** @param overSlices the same for all slices of the tenant */
    UnsureWrites(Map<Long, Unsure> overSlices) {
        this.overSlices = overSlices;
    }

    Unsure failed(long application, UnknownOutcome failure, Instant now) {
        Instant notBefore = failure.underWay() ? now.plus(UNDER_WAY) : now;
        Unsure unsure = overSlices.merge(
                application,
                new Unsure(1, now, notBefore, false, new HarvestException(failure)),
                (before, last) -> new Unsure(
                        before.failures() + 1, before.since(), notBefore, before.besideOthers(), last.last()));
        byApplication.put(application, unsure);
        return unsure;
    }

    void settled(long application) {
        byApplication.remove(application);
        overSlices.remove(application);
    }

    void wroteAnother() {
        overSlices.replaceAll(
                (_, unsure) -> new Unsure(unsure.failures(), unsure.since(), unsure.notBefore(), true, unsure.last()));
    }

    /** All calls fail, which says nothing about any of them. */
    void allFail() {
        overSlices.clear();
    }

    /** Whether this slice has sent a PATCH whose outcome is still unknown. */
    boolean includes(long application) {
        return byApplication.containsKey(application);
    }

    /** Whether a PATCH may be repeated now, unless its row settles it. */
    boolean mayRepeat(long application, Instant now) {
        Unsure unsure = byApplication.get(application);
        return unsure == null || !(unsure.exhausted() || now.isBefore(unsure.notBefore()));
    }

    /** Applications that this slice does not try again. */
    Set<Long> exhausted() {
        return byApplication.entrySet().stream()
                .filter(entry -> entry.getValue().exhausted())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Applications for which nothing may be sent now. */
    Set<Long> held(Instant now) {
        Set<Long> held = new HashSet<>(byApplication.keySet());
        held.removeIf(application -> mayRepeat(application, now));
        return held;
    }

    Optional<Instant> earliest() {
        return byApplication.values().stream()
                .filter(unsure -> !unsure.exhausted())
                .map(Unsure::notBefore)
                .min(Comparator.naturalOrder());
    }

    /** Why an application is not tried again in this slice. */
    Optional<HarvestException> failure() {
        return byApplication.values().stream()
                .filter(Unsure::exhausted)
                .map(Unsure::last)
                .findFirst();
    }
}
