package com.rocketmat.harvest;

import com.rocketmat.harvest.call.AnswerHeaders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/** Headers of test answers. */
public final class Answers {

    private Answers() {}

    public static AnswerHeaders headers(Map<String, String> headers) {
        Map<String, String> any = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        any.putAll(headers);
        return AnswerHeaders.of(any::get);
    }

    public static AnswerHeaders dated(Instant serverTime) {
        return headers(Map.of("Date", date(serverTime)));
    }

    /** An answer of v3: the reset is always one whole window from now. */
    public static AnswerHeaders rated(Instant serverTime, int limit, int remaining) {
        return rated(serverTime, limit, remaining, serverTime.getEpochSecond() + 30);
    }

    public static AnswerHeaders rated(Instant serverTime, int limit, int remaining, long reset) {
        return headers(Map.of(
                "Date", date(serverTime),
                "X-RateLimit-Limit", String.valueOf(limit),
                "X-RateLimit-Remaining", String.valueOf(remaining),
                "X-RateLimit-Reset", String.valueOf(reset)));
    }

    /** A 429. */
    public static AnswerHeaders rated(Instant serverTime, int limit, int remaining, long reset, long retryAfter) {
        return headers(Map.of(
                "Date", date(serverTime),
                "X-RateLimit-Limit", String.valueOf(limit),
                "X-RateLimit-Remaining", String.valueOf(remaining),
                "X-RateLimit-Reset", String.valueOf(reset),
                "Retry-After", String.valueOf(retryAfter)));
    }

    public static AnswerHeaders refused(Instant serverTime, String retryAfter) {
        return headers(Map.of("Date", date(serverTime), "Retry-After", retryAfter));
    }

    /** Truncated to the second, as in HTTP. */
    public static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
