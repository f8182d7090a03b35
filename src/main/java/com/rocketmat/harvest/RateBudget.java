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

    static final Duration V3_WINDOW = Duration.ofSeconds(30);

    private int limit = CAUTIOUS_LIMIT;
    private int remaining = CAUTIOUS_LIMIT;
    private Duration length = V3_WINDOW;
    private Instant end = Instant.EPOCH;
    private Instant blockedUntil = Instant.EPOCH;

    /** What is stored with the tenant, so that the next replica goes on with it. */
    record Snapshot(int limit, int remaining, Duration length, Instant end) {}

    /** Takes one call, or says until when there is none. */
    synchronized Optional<Instant> take(Instant now) {
        roll(now);
        if (now.isBefore(blockedUntil)) {
            return Optional.of(blockedUntil);
        }
        if (remaining <= 0) {
            return Optional.of(end);
        }
        remaining--;
        return Optional.empty();
    }

    synchronized void observe(AnswerHeaders headers, Instant now) {
        headers.retryAfter().ifPresent(wait -> blockedUntil = now.plus(wait));
        if (headers.limit().isEmpty() || headers.remaining().isEmpty()) {
            return;
        }
        headers.reset()
                .flatMap(reset -> headers.date().map(date -> Duration.between(date, reset)))
                .filter(window ->
                        window.compareTo(Duration.ofSeconds(1)) >= 0 && window.compareTo(Duration.ofHours(1)) <= 0)
                .ifPresent(window -> length = window);
        limit = Math.max(1, headers.limit().getAsInt());
        end = edge(now);
        remaining = Math.min(headers.remaining().getAsInt(), limit);
    }

    /** Share of the present window that is used, 0 to 1. */
    synchronized double used(Instant now) {
        roll(now);
        return 1 - (double) remaining / limit;
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(limit, remaining, length, end);
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

    private void roll(Instant now) {
        if (!now.isBefore(end)) {
            end = edge(now);
            remaining = limit;
        }
    }

    private Instant edge(Instant now) {
        long window = Math.floorDiv(now.getEpochSecond(), length.toSeconds());
        return Instant.ofEpochSecond((window + 1) * length.toSeconds());
    }
}
