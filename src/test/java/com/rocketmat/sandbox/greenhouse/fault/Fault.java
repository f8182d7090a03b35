package com.rocketmat.sandbox.greenhouse.fault;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** A fault of a request. */
public sealed interface Fault {

    /** The request is served after a delay. */
    record Delay(Duration duration) implements Fault {}

    /** An answer instead of the normal one; nothing is changed. */
    record Status(int code, String body, Map<String, String> headers) implements Fault {
        public Status(int code, String body) {
            this(code, body, Map.of("Content-Type", "application/json;charset=utf-8"));
        }
    }

    /** An answer of a content delivery network or a proxy, as 502 if it cannot reach Greenhouse: HTML, none of the API's headers. */
    record Html(int code) implements Fault {}

    /** A 429; without a number it has no Retry-After. */
    record RateLimited(OptionalInt retryAfter) implements Fault {
        public RateLimited(int seconds) {
            this(OptionalInt.of(seconds));
        }

        public RateLimited() {
            this(OptionalInt.empty());
        }
    }

    /** The request's token is revoked before the request is served, so it gets a 401. */
    record RevokeToken() implements Fault {}

    /** The connection is closed without an answer; nothing is changed. */
    record Drop() implements Fault {}

    /** The request is served, and the connection closed without an answer. */
    record ApplyThenDrop() implements Fault {}

    /** The request is served, and answered with an error. */
    record ApplyThenStatus(int code) implements Fault {}

    /** The request is served, and the connection closed in the middle of the body. */
    record Truncate() implements Fault {}

    /** The request is served, and the body is not valid JSON although the answer is complete and says so. */
    record InvalidJson() implements Fault {}

    /** The request is served, and the second half of the body arrives after a delay. */
    record Stall(Duration duration) implements Fault {}

    /**
     * An endless answer, in chunks: a beginning, and then the same part repeated until the client disconnects. After 1 GB the
     * connection is closed.
     *
     * @param sent number of bytes sent, counted in parts of 64 kB
     */
    record Endless(int status, String type, String beginning, String part, AtomicLong sent) implements Fault {
        public Endless(String beginning, String part) {
            this(200, "application/json", beginning, part, new AtomicLong());
        }
    }

    /** A page of v3 begins with the last row of the previous page. */
    record DuplicateRowOfPreviousPage() implements Fault {}

    /** A page of v3 whose Link points to the same page. */
    record RepeatPage() implements Fault {}

    /** A PATCH's values are in its answer, but in lists only after a while. */
    record VisibleLater(Duration duration) implements Fault {}

    /** All header names are in lower case, as behind an HTTP/2 proxy. */
    record LowerCaseHeaders() implements Fault {}

    /** X-RateLimit-Reset is too early or too late. */
    record ResetShifted(Duration by) implements Fault {}

    /** v3's answer to an unknown token. */
    static Fault unauthorised() {
        return new Status(
                401,
                "{\"message\":\"Unauthorized\",\"errors\":[\"Token could not be decoded. Please ensure your token is from a"
                        + " trusted source.\"]}");
    }

    /** v3's answer to a cursor that is no longer valid. */
    static Fault cursorExpired() {
        return new Status(
                422, "{\"message\":\"Unprocessable Content\",\"errors\":[{\"cursor\":\"is invalid or has expired\"}]}");
    }

    static Fault forbidden() {
        return new Status(403, "{\"message\":\"Forbidden\",\"errors\":[\"You are not allowed to do this\"]}");
    }

    static Fault serverError() {
        return new Status(500, "{\"message\":\"Internal Server Error\"}");
    }
}
