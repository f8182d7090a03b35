package com.rocketmat.sandbox.greenhouse;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What a connection gets for a request. */
sealed interface Reply permits Response, Reply.Closed, Reply.Truncated, Reply.Stalled, Reply.Endless {

    /** What was answered, as far as it got. */
    default Optional<Response> response() {
        return switch (this) {
            case Response whole -> Optional.of(whole);
            case Truncated(Response half) -> Optional.of(half);
            case Stalled(Response late, Duration _) -> Optional.of(late);
            case Endless(Response beginning, byte[] _, AtomicLong _) -> Optional.of(beginning);
            case Closed _ -> Optional.empty();
        };
    }

    /** After the beginning comes the part, over and over. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Endless(Response beginning, byte[] part, AtomicLong sent) implements Reply {}

    /** The connection is closed without an answer. */
    record Closed() implements Reply {}

    /** The connection is closed in the middle of the body. */
    record Truncated(Response half) implements Reply {}

    /** The second half of the body comes after a while. */
    record Stalled(Response late, Duration pause) implements Reply {}
}
