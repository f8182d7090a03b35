package com.rocketmat.harvest.call;

import com.rocketmat.harvest.RateWindow;
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
public final class RateBudget {

    /** Before the first answer nothing is known; the smallest limit seen in the field is 50. */
    static final int CAUTIOUS_LIMIT = 40;

    private static final Duration V3_WINDOW = Duration.ofSeconds(30);

    /** v1 tells its window on a 429 only; documented are ten seconds. */
    private static final Duration V1_WINDOW = Duration.ofSeconds(10);

    private static final int CAUTIOUS_V1_LIMIT = 15;

    /** The share of a window, one in this many, that reads leave to writes which wait. */
    private static final int RESERVE = 4;

    /** The share of a window, one in this many, that whoever is no run leaves to runs. */
    private static final int SHARE_OF_RUNS = 2;

    /** A longer wait or window is a slip in a header, and would stop the tenant for good. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Greenhouse's time is known to half a second; before that a window may not be over there. */
    private static final Duration CLOCK_ERROR = Duration.ofMillis(500);

    /** {@code Date} and reset may be stamped in different seconds, so a length is no finer than this. */
    private static final long GRAIN_SECONDS = 5;

    private final CallCount calls;
    private Duration length;
    private Instant end = Instant.EPOCH;
    /** Numbers of calls, since the clock that times them is put back now and then. */
    private long taken;
    /** The first call that Greenhouse surely did not count before the present window. */
    private long first;
    /** The latest call whose answer told of the window; 0 before any did. */
    private long newest;
    /** Greenhouse's own word on when the next call may be made, or null. */
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

    /** What becomes of a wish to call. */
    public sealed interface Turn {

        /** Go on, and tell what the answer was or that there was none. */
        record Call(long number) implements Turn {}

        /** There is no call before this moment. */
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

    /** Whether what is left of the window is to be kept for writes, if any wait. */
    synchronized boolean scarce(Instant now) {
        roll(now);
        return calls.remaining() <= calls.limit() / RESERVE;
    }

    /** Until when whoever is no run keeps off the window, of which half is for runs; empty when a call may be made now. */
    synchronized Optional<Instant> restUntil(Instant now) {
        roll(now);
        if (blockedUntil != null) {
            return Optional.of(blockedUntil);
        }
        return calls.remaining() > calls.limit() / SHARE_OF_RUNS
                ? Optional.empty()
                : Optional.of(end.plus(CLOCK_ERROR));
    }

    /** A call that was taken has no answer, so nobody knows whether Greenhouse counted it. */
    public synchronized void abandon() {
        calls.answered();
        calls.untold();
    }

    public synchronized void observe(Turn.Call call, AnswerHeaders headers, Instant now) {
        headers.retryAfter().ifPresent(wait -> blockedUntil = now.plus(least(wait, LONGEST)));
        if (headers.limit().isEmpty() || headers.remaining().isEmpty()) {
            abandon();
            return;
        }
        headers.date().ifPresent(date -> headers.reset().ifPresent(reset -> learnLength(date, reset)));
        // an end that lies further ahead was reckoned with a clock, or a length, that has been put right since
        end = least(end, edge(now.plus(CLOCK_ERROR)));
        roll(now);
        calls.answered();
        int told = Math.max(1, headers.limit().getAsInt());
        int left = Math.min(headers.remaining().getAsInt(), told);
        // not later than when the answer was made up, which is after the call was counted
        Instant counted = edge(headers.date().orElse(now));
        if (newest == 0) {
            end = counted;
            calls.restart(told, left, taken);
        } else if (counted.isAfter(end)) {
            calls.early(left);
        }
        if (call.number() > newest) {
            newest = call.number();
            calls.grant(told);
        }
        if (counted.equals(end)) {
            calls.tell(left, call.number(), call.number() >= first, taken);
        }
    }

    /** A 429: until when there is no call, whatever was believed to be left. Without Retry-After that is a whole window. */
    synchronized Instant refused(Instant now) {
        roll(now);
        if (blockedUntil == null && calls.remaining() > 0) {
            blockedUntil = now.plus(length);
        }
        return blockedUntil == null ? end : blockedUntil;
    }

    /** Calls that are left of the present window. */
    synchronized int left(Instant now) {
        roll(now);
        return calls.remaining();
    }

    /** Share of the present window that is used, 0 to 1. */
    synchronized double used(Instant now) {
        roll(now);
        return 1 - (double) calls.remaining() / calls.limit();
    }

    /** What is stored with the tenant, so that the next replica goes on with it. */
    public synchronized RateWindow snapshot() {
        if (blockedUntil != null) {
            return new RateWindow(calls.limit(), 0, length, blockedUntil);
        }
        // what Greenhouse counted in the window to come already, the next replica must not spend again
        return calls.early() > 0
                ? new RateWindow(calls.limit(), Math.max(0, calls.limit() - calls.early()), length, end.plus(length))
                : new RateWindow(calls.limit(), calls.remaining(), length, end);
    }

    /** Goes on with what another replica left, unless this one knows better. */
    public synchronized void restore(RateWindow snapshot) {
        // of another length it is news, however its end compares: the tenant's last slice has learned it
        boolean sameLength = snapshot.length().equals(length);
        if (sameLength && snapshot.end().isBefore(end)) {
            return;
        }
        if (sameLength && snapshot.end().equals(end)) {
            calls.grant(snapshot.limit());
            calls.atMost(snapshot.remaining(), taken);
        } else {
            calls.restart(snapshot.limit(), snapshot.remaining(), taken);
        }
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
            first = taken + 1;
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

    private static <T extends Comparable<T>> T least(T one, T other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
