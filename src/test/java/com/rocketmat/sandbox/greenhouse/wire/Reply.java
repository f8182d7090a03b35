package com.rocketmat.sandbox.greenhouse.wire;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What is sent on a connection for a request. */
public sealed interface Reply permits Response, Reply.Closed, Reply.Truncated, Reply.Stalled, Reply.Endless {

    /** The answer, as far as it was sent. */
    default Optional<Response> response() {
        return switch (this) {
            case Response whole -> Optional.of(whole);
            case Truncated(Response half) -> Optional.of(half);
            case Stalled(Response late, Duration _) -> Optional.of(late);
            case Endless(Response beginning, byte[] _, AtomicLong _) -> Optional.of(beginning);
            case Closed _ -> Optional.empty();
        };
    }

    /** The beginning is followed by the part, again and again. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Endless(Response beginning, byte[] part, AtomicLong sent) implements Reply {}

    /** The connection is closed without an answer. */
    record Closed() implements Reply {}

    /** The connection is closed in the middle of the body. */
    record Truncated(Response half) implements Reply {}

    /** The second half of the body arrives after a delay. */
    record Stalled(Response late, Duration pause) implements Reply {}
}
