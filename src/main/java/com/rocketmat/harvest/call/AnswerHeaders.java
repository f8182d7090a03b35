package com.rocketmat.harvest.call;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The headers of an answer that matter here. Any may be absent, and on errors of the CDN all are; unreadable ones count as
 * absent.
 *
 * @param reset latest end of the window: now plus the window's length, not its true end
 * @param next address of the next page; absent or empty on the last page
 */
public record AnswerHeaders(
        Optional<Instant> date,
        OptionalInt limit,
        OptionalInt remaining,
        Optional<Instant> reset,
        Optional<Duration> retryAfter,
        Optional<String> next,
        String requestId) {

    /** 2001 as a Unix time: a larger number of seconds to wait must be a moment. */
    private static final long EARLIEST_TIME = 1_000_000_000;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");

    public static AnswerHeaders of(UnaryOperator<String> header) {
        Optional<Instant> date = date(header.apply("Date"));
        return new AnswerHeaders(
                date,
                integer(header.apply("X-RateLimit-Limit")),
                integer(header.apply("X-RateLimit-Remaining")),
                seconds(header.apply("X-RateLimit-Reset")).map(Instant::ofEpochSecond),
                wait(header.apply("Retry-After"), date),
                Optional.ofNullable(header.apply("Link")).flatMap(NextLink::in),
                Optional.ofNullable(header.apply("X-Request-Id")).orElse("none"));
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.ofNullable(text)
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * How long, or when: in HTTP's form of a date, as proxies write it, or as v1's documentation once had it. At least a second, since the
     * rest of one may be rounded down.
     */
    private static Optional<Duration> wait(String text, Optional<Instant> date) {
        Optional<Long> seconds = seconds(text);
        if (seconds.isPresent() && seconds.get() < EARLIEST_TIME) {
            return seconds.map(wait -> Duration.ofSeconds(Math.max(1, wait)));
        }
        Optional<Instant> end = seconds.map(Instant::ofEpochSecond).or(() -> date(text));
        return date.flatMap(now ->
                end.map(moment -> Duration.ofSeconds(Math.max(1, moment.getEpochSecond() - now.getEpochSecond()))));
    }

    private static OptionalInt integer(String text) {
        return seconds(text)
                .filter(value -> value <= Integer.MAX_VALUE)
                .map(value -> OptionalInt.of(value.intValue()))
                .orElse(OptionalInt.empty());
    }

    private static Optional<Long> seconds(String text) {
        return text != null && SECONDS.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
