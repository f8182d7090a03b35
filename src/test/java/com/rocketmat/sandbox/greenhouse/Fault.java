package com.rocketmat.sandbox.greenhouse;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

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

    /** A page of v3 begins with the last row of the page before it. */
    record DuplicateRowOfPreviousPage() implements Fault {}

    /** What v3 says of a cursor that is no longer good. */
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
