package com.rocketmat.harvest.call;

import com.rocketmat.harvest.RateWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Greenhouse's fixed rate window of one tenant, learned from its answers. The windows are aligned to the wall clock (measured: a
 * real tenant's counter refilled at an epoch multiple of 30 s), although {@code X-RateLimit-Reset} is always one whole window
 * from now.
 *
 * <p>All times are Greenhouse's. Reads and writes share the window.
 */
public final class RateBudget {

    /** Assumed before the first answer; the smallest limit seen in practice is 50. */
    static final int CAUTIOUS_LIMIT = 40;

    private static final Duration V3_WINDOW = Duration.ofSeconds(30);

    /** v1 reports its window only in a 429; ten seconds are documented. */
    private static final Duration V1_WINDOW = Duration.ofSeconds(10);

    private static final int CAUTIOUS_V1_LIMIT = 15;

    /** Reads leave one in this many calls of a window to waiting writes. */
    private static final int RESERVE = 4;

    /** Callers other than runs leave one in this many calls of a window to runs. */
    private static final int SHARE_OF_RUNS = 2;

    /** How many calls they make at most between two checks, which are reserved too; fewer in a small window. */
    private static final int STEP_OF_OTHERS = 15;

    private static final int LARGEST_STEP_SHARE = 4;

    /** A longer wait or window must be an error in a header, and would stop the tenant for good. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Greenhouse's time is known to half a second; until then its window may not have ended. */
    private static final Duration CLOCK_ERROR = Duration.ofMillis(500);

    /** {@code Date} and reset may be stamped in different seconds, so lengths are only this precise. */
    private static final long GRAIN_SECONDS = 5;

    private final CallCount calls;
    private Duration length;
    private Instant end = Instant.EPOCH;
    /** Call numbers, used for ordering because the clock is corrected now and then. */
    private long taken;
    /** The first call that Greenhouse certainly did not count before the current window. */
    private long firstOfWindow;
    /** The latest call whose answer described the window; 0 before any did. */
    private long newestObserved;
    /** When Greenhouse allows the next call, or null. */
    private Instant blockedUntil;

    public RateBudget(int limit, Duration length) {
        this.calls = new CallCount(limit);
        this.length = length;
    }

    public static RateBudget v3() {
        return new RateBudget(CAUTIOUS_LIMIT, V3_WINDOW);
    }

    public static RateBudget v1() {
        return new RateBudget(CAUTIOUS_V1_LIMIT, V1_WINDOW);
    }

    /** Whether a v1 session may have stored it: v1's answers would not correct a longer window of an OAuth client before. */
    public static boolean fitsV1(RateWindow stored) {
        return stored.length().compareTo(V1_WINDOW) <= 0;
    }

    public sealed interface Turn {

        /** Make the call, then report its answer or that there was none. */
        record Call(long number) implements Turn {}

        record Wait(Instant until) implements Turn {}
    }

    public synchronized Turn take(Instant now) {
        roll(now);
        if (blockedUntil != null) {
            return new Turn.Wait(blockedUntil);
        }
        if (calls.remaining() == 0) {
            return new Turn.Wait(now.isBefore(end) ? end : end.plus(CLOCK_ERROR));
        }
        calls.take();
        return new Turn.Call(++taken);
    }

    synchronized boolean scarce(Instant now) {
        roll(now);
        return calls.remaining() <= calls.limit() / RESERVE;
    }

    /** Until when callers other than runs must wait, since half of the window is reserved for runs; empty if they may call now. */
    synchronized Optional<Instant> restUntil(Instant now) {
        roll(now);
        if (blockedUntil != null) {
            return Optional.of(blockedUntil);
        }
        int limit = calls.limit();
        int step = Math.min(STEP_OF_OTHERS, limit / LARGEST_STEP_SHARE);
        return calls.remaining() > limit / SHARE_OF_RUNS + step ? Optional.empty() : Optional.of(end.plus(CLOCK_ERROR));
    }

    /** A call got no answer, so it is unknown whether Greenhouse counted it. */
    public synchronized void abandon() {
        calls.answered();
        calls.unreported();
    }

    public synchronized void observe(Turn.Call call, AnswerHeaders headers, Instant now) {
        headers.retryAfter().ifPresent(wait -> blockedUntil = now.plus(min(wait, LONGEST)));
        if (headers.limit().isEmpty() || headers.remaining().isEmpty()) {
            abandon();
            return;
        }
        headers.date().ifPresent(date -> headers.reset().ifPresent(reset -> learnLength(date, reset)));
        // a later end was computed with a clock or length that has been corrected since
        end = min(end, edge(now.plus(CLOCK_ERROR)));
        roll(now);
        calls.answered();
        int limit = Math.max(1, headers.limit().getAsInt());
        int left = Math.min(headers.remaining().getAsInt(), limit);
        // not later than the answer was created, which is after the call was counted
        Instant countedIn = edge(headers.date().orElse(now));
        if (newestObserved == 0) {
            end = countedIn;
            calls.restart(limit, left, taken);
        } else if (countedIn.isAfter(end)) {
            calls.answeredEarly(left);
        }
        if (call.number() > newestObserved) {
            newestObserved = call.number();
            calls.changeLimit(limit);
        }
        if (countedIn.equals(end)) {
            calls.report(left, call.number(), call.number() >= firstOfWindow, taken);
        }
    }

    /** A 429: no call before this moment, even if calls were left. Without Retry-After a whole window is assumed. */
    synchronized Instant refused(Instant now) {
        roll(now);
        if (blockedUntil == null && calls.remaining() > 0) {
            blockedUntil = now.plus(length);
        }
        return blockedUntil == null ? end : blockedUntil;
    }

    synchronized int left(Instant now) {
        roll(now);
        return calls.remaining();
    }

    /** Used share of the current window, 0 to 1. */
    synchronized double used(Instant now) {
        roll(now);
        return 1 - (double) calls.remaining() / calls.limit();
    }

    /** The state stored with the tenant for the next replica. */
    public synchronized RateWindow snapshot() {
        if (blockedUntil != null) {
            return new RateWindow(calls.limit(), 0, length, blockedUntil);
        }
        // the next replica must not spend again what Greenhouse already counted in the next window
        return calls.early() > 0
                ? new RateWindow(calls.limit(), Math.max(0, calls.limit() - calls.early()), length, end.plus(length))
                : new RateWindow(calls.limit(), calls.remaining(), length, end);
    }

    /** Adopts another replica's state, unless this one is newer. */
    public synchronized void restore(RateWindow snapshot) {
        // a different length is newer regardless of the end: the tenant's last slice learned it
        boolean sameLength = snapshot.length().equals(length);
        if (sameLength && snapshot.end().isBefore(end)) {
            return;
        }
        if (sameLength && snapshot.end().equals(end)) {
            calls.changeLimit(snapshot.limit());
            calls.adopt(snapshot.remaining(), taken);
        } else {
            calls.restart(snapshot.limit(), snapshot.remaining(), taken);
        }
        length = snapshot.length();
        end = snapshot.end();
    }

    private void learnLength(Instant date, Instant reset) {
        Duration promised = Duration.between(date, reset);
        long grains = Math.round(promised.toSeconds() / (double) GRAIN_SECONDS);
        // a reset on an edge of the current windows fits them, whether it is an upper bound or the true edge
        boolean fits = reset.getEpochSecond() % length.toSeconds() == 0 && promised.compareTo(length) <= 0;
        if (!fits && grains > 0 && promised.compareTo(LONGEST) <= 0) {
            length = Duration.ofSeconds(grains * GRAIN_SECONDS);
        }
    }

    private void roll(Instant now) {
        // a later end was computed with a clock that has been corrected since, and no call is made that could show it
        Instant latest = now.plus(LONGEST);
        end = min(end, latest);
        blockedUntil = blockedUntil == null ? null : min(blockedUntil, latest);
        boolean waited = blockedUntil != null && !now.isBefore(blockedUntil);
        if (waited || !now.isBefore(end.plus(CLOCK_ERROR))) {
            end = edge(now);
            firstOfWindow = taken + 1;
            calls.refill();
        }
        if (waited) {
            blockedUntil = null;
        }
    }

    private Instant edge(Instant now) {
        long window = Math.floorDiv(now.getEpochSecond(), length.toSeconds());
        return Instant.ofEpochSecond((window + 1) * length.toSeconds());
    }

    private static <T extends Comparable<T>> T min(T one, T other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
