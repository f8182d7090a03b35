package com.rocketmat.harvest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Greenhouse's fixed rate window of one tenant, learned from its answers. The windows are aligned to the wall clock (measured:
 * the counter of a real tenant refilled at an epoch multiple of 30 s), whereas {@code X-RateLimit-Reset} is always one whole
 * window from now.
 *
 * <p>All times are Greenhouse's. Reads and writes share it.
 */
final class RateBudget {

    /** Before the first answer nothing is known; the smallest limit seen in the field is 50. */
    static final int CAUTIOUS_LIMIT = 40;

    private static final Duration V3_WINDOW = Duration.ofSeconds(30);

    /** v1 tells its window on a 429 only; documented are ten seconds. */
    private static final Duration V1_WINDOW = Duration.ofSeconds(10);

    private static final int CAUTIOUS_V1_LIMIT = 15;

    /** The share of a window, one in this many, that reads leave to writes which wait. */
    private static final int RESERVE = 4;

    /** A longer wait or window is a slip in a header, and would stop the tenant for good. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Greenhouse's time is known to half a second; before that a window may not be over there. */
    private static final Duration CLOCK_ERROR = Duration.ofMillis(500);

    /** {@code Date} and reset may be stamped in different seconds, so a length is no finer than this. */
    private static final long GRAIN_SECONDS = 5;

    private int limit;
    private int remaining;
    private Duration length;
    private Instant end = Instant.EPOCH;
    /** Greenhouse's own word on when the next call may be made, or null. */
    private Instant blockedUntil;

    RateBudget(int limit, Duration length) {
        this.limit = limit;
        this.remaining = limit;
        this.length = length;
    }

    static RateBudget v3() {
        return new RateBudget(CAUTIOUS_LIMIT, V3_WINDOW);
    }

    static RateBudget v1() {
        return new RateBudget(CAUTIOUS_V1_LIMIT, V1_WINDOW);
    }

    /** What is stored with the tenant, so that the next replica goes on with it. */
    record Snapshot(int limit, int remaining, Duration length, Instant end) {}

    /** Takes one call, or says until when there is none. */
    synchronized Optional<Instant> take(Instant now) {
        roll(now);
        if (blockedUntil != null) {
            return Optional.of(blockedUntil);
        }
        if (remaining <= 0) {
            return Optional.of(now.isBefore(end) ? end : end.plus(CLOCK_ERROR));
        }
        remaining--;
        return Optional.empty();
    }

    /** Whether what is left of the window is to be kept for writes, if any wait. */
    synchronized boolean scarce(Instant now) {
        roll(now);
        return remaining <= limit / RESERVE;
    }

    synchronized void observe(AnswerHeaders headers, Instant now) {
        headers.retryAfter().ifPresent(wait -> blockedUntil = now.plus(least(wait, LONGEST)));
        // an end that lies further ahead was reckoned with a clock that has been put right since
        end = least(end, edge(now.plus(CLOCK_ERROR)));
        if (headers.limit().isEmpty() || headers.remaining().isEmpty()) {
            return;
        }
        headers.date().ifPresent(date -> headers.reset().ifPresent(reset -> learnLength(date, reset)));
        int told = Math.max(1, headers.limit().getAsInt());
        // the window that Greenhouse counted the call in, not the one in which its answer arrived
        Instant counted = edge(headers.date().orElse(now));
        if (!counted.isBefore(end)) {
            int left = Math.min(headers.remaining().getAsInt(), told);
            // answers of calls made at once may overtake each other: within a window an older one must not give calls
            // back
            remaining = counted.equals(end) && told == limit ? Math.min(remaining, left) : left;
            end = counted;
        }
        limit = told;
    }

    /** A 429: until when there is no call, whatever was believed to be left. Without Retry-After that is a whole window. */
    synchronized Instant refused(Instant now) {
        roll(now);
        if (blockedUntil == null && remaining > 0) {
            blockedUntil = now.plus(length);
        }
        return blockedUntil == null ? end : blockedUntil;
    }

    /** Share of the present window that is used, 0 to 1. */
    synchronized double used(Instant now) {
        roll(now);
        return 1 - (double) remaining / limit;
    }

    synchronized Snapshot snapshot() {
        return blockedUntil == null
                ? new Snapshot(limit, remaining, length, end)
                : new Snapshot(limit, 0, length, blockedUntil);
    }

    /** Goes on with what another replica left, unless this one knows better. */
    synchronized void restore(Snapshot snapshot) {
        if (snapshot.end().isBefore(end)) {
            return;
        }
        remaining = snapshot.end().equals(end) ? Math.min(remaining, snapshot.remaining()) : snapshot.remaining();
        limit = snapshot.limit();
        length = snapshot.length();
        end = snapshot.end();
    }

    private void learnLength(Instant date, Instant reset) {
        Duration promised = Duration.between(date, reset);
        long grains = Math.round(promised.toSeconds() / (double) GRAIN_SECONDS);
        // a reset on an edge of the present windows agrees with them, whether it is a promise or the true edge
        boolean agrees = reset.getEpochSecond() % length.toSeconds() == 0 && promised.compareTo(length) <= 0;
        if (!agrees && grains > 0 && promised.compareTo(LONGEST) <= 0) {
            length = Duration.ofSeconds(grains * GRAIN_SECONDS);
        }
    }

    private void roll(Instant now) {
        boolean waited = blockedUntil != null && !now.isBefore(blockedUntil);
        if (waited || !now.isBefore(end.plus(CLOCK_ERROR))) {
            end = edge(now);
            remaining = limit;
        }
        if (waited) {
            blockedUntil = null;
        }
    }

    private Instant edge(Instant now) {
        long window = Math.floorDiv(now.getEpochSecond(), length.toSeconds());
        return Instant.ofEpochSecond((window + 1) * length.toSeconds());
    }

    private static <T extends Comparable<T>> T least(T one, T other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
