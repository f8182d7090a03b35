package com.rocketmat.console.element;

import io.quarkus.qute.TemplateData;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A point in time: machine-readable, in full, and relative to the present. */
@TemplateData
public record Moment(String iso, String exact, String relative) {

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Null for null. */
    public static Moment of(Instant instant, Instant now) {
        if (instant == null) {
            return null;
        }
        Duration ago = Duration.between(instant, now);
        String relative = ago.abs().toSeconds() < 1
                ? "now"
                : ago.isNegative() ? "in " + Formats.span(ago.negated()) : Formats.span(ago) + " ago";
        return new Moment(instant.truncatedTo(ChronoUnit.SECONDS).toString(), EXACT.format(instant), relative);
    }
}
