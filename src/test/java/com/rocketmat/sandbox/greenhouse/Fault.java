package com.rocketmat.sandbox.greenhouse;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Something that goes wrong with a request. */
public sealed interface Fault {

    /** The request is served after a while. */
    record Delay(Duration duration) implements Fault {}

    /** An answer instead of the served one; nothing is changed. */
    record Status(int code, String body, Map<String, String> headers) implements Fault {
        public Status(int code, String body) {
            this(code, body, Map.of("Content-Type", "application/json;charset=utf-8"));
        }
    }

    /** What a content delivery network answers when it cannot reach Greenhouse: HTML, none of the API's headers. */
    record Html502() implements Fault {}

    /** The same with another status: 503, 504, … */
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

    /** The token of the request is revoked, then the request is served, so it gets a 401. */
    record RevokeToken() implements Fault {}

    /** The connection is closed without an answer; nothing is changed. */
    record Drop() implements Fault {}

    /** The request is served, and the connection closed without an answer. */
    record ApplyThenDrop() implements Fault {}

    /** The request is served, and answered with an error. */
    record ApplyThenStatus(int code) implements Fault {}

    /** The request is served, and the connection closed in the middle of the body. */
    record Truncate() implements Fault {}

    /** The request is served, and the body is no JSON although the answer is complete and says so. */
    record InvalidJson() implements Fault {}

    /** The request is served, and the second half of the body comes after a while. */
    record Stall(Duration duration) implements Fault {}

    /**
     * An answer that has no end, in chunks: a beginning, and then the same part over and over until the client goes away. After 1 GB the
     * connection is closed.
     *
     * @param sent how many bytes left the simulator, counted in parts of 64 kB
     */
    record Endless(int status, String type, String beginning, String part, AtomicLong sent) implements Fault {
        public Endless(String beginning, String part) {
            this(200, "application/json", beginning, part, new AtomicLong());
        }
    }

    /** A page of v3 begins with the last row of the page before it. */
    record DuplicateRowOfPreviousPage() implements Fault {}

    /** A page of v3 whose Link leads to the same page once more. */
    record RepeatPage() implements Fault {}

    /** What a PATCH writes is in its answer, and in lists after a while only. */
    record VisibleLater(Duration duration) implements Fault {}

    /** The answer has other values of some headers, and lacks some. */
    record Headers(Map<String, String> set, Set<String> removed) implements Fault {}

    /** The names of all headers are in small letters, as behind a proxy that speaks HTTP/2. */
    record LowerCaseHeaders() implements Fault {}

    /** X-RateLimit-Reset is earlier or later than it should be. */
    record ResetShifted(Duration by) implements Fault {}

    /** The answer's Date is earlier or later than it should be. */
    record DateShifted(Duration by) implements Fault {}

    static Fault header(String name, String value) {
        return new Headers(Map.of(name, value), Set.of());
    }

    static Fault withoutHeader(String name) {
        return new Headers(Map.of(), Set.of(name));
    }

    /** A page that says nothing of the one after it: to a client, the end. */
    static Fault withoutLink() {
        return withoutHeader("Link");
    }

    /** What v3 says of a token that it does not know. */
    static Fault unauthorised() {
        return new Status(
                401,
                "{\"message\":\"Unauthorized\",\"errors\":[\"Token could not be decoded. Please ensure your token is from a"
                        + " trusted source.\"]}");
    }

    /** What v3 says of a cursor that is no longer good. */
    static Fault cursorExpired() {
        return new Status(
                422, "{\"message\":\"Unprocessable Content\",\"errors\":[{\"cursor\":\"is invalid or has expired\"}]}");
    }

    static Fault forbidden() {
        return new Status(403, "{\"message\":\"Forbidden\",\"errors\":[\"You are not allowed to do this\"]}");
    }

    /** What v3 says of a record that is deleted, merged or not to be seen. */
    static Fault notFound() {
        return new Status(404, "{\"message\":\"Resource not found\",\"errors\":[\"The record was not found\"]}");
    }

    static Fault serverError() {
        return new Status(500, "{\"message\":\"Internal Server Error\"}");
    }
}
