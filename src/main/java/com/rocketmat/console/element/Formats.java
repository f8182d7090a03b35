package com.rocketmat.console.element;

import io.quarkus.qute.TemplateExtension;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Formats values, also for templates, for example {@code format:number(value)}. */
@TemplateExtension(namespace = "format")
public final class Formats {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    /** Durations below twice a unit are shown in the smaller unit, which is more precise. */
    private static final int TWICE = 2;

    private static final int SHORT_VERSION = 12;
    private static final int WHOLE = 100;

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Formats() {}

    /** For templates, which do not widen an int. */
    public static String number(int number) {
        return number((long) number);
    }

    public static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /** "1 score", "2 scores". */
    public static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    public static String decimal(double number) {
        return BigDecimal.valueOf(number)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Rounded; 0 % and 100 % are exact. */
    public static String percent(double share) {
        long rounded = Math.round(share * WHOLE);
        return (share > 0 && share < 1 ? Math.clamp(rounded, 1, WHOLE - 1) : rounded) + " %";
    }

    /** With its sign. */
    public static String signed(BigDecimal number) {
        return (number.signum() < 0 ? "−" : "+") + number.abs().toPlainString();
    }

    /** A dash for null. */
    public static String plain(BigDecimal number) {
        return number == null ? "–" : number.toPlainString();
    }

    public static String iso(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static String exact(Instant instant) {
        return EXACT.format(instant);
    }

    /** "90 s ago", "in 15 min". */
    public static String relative(Instant instant, Instant now) {
        Duration ago = Duration.between(instant, now);
        if (ago.abs().toSeconds() < 1) {
            return "now";
        }
        return ago.isNegative() ? "in " + span(ago.negated()) : span(ago) + " ago";
    }

    public static String span(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < TWICE * MINUTE) {
            return seconds + " s";
        }
        if (seconds < TWICE * HOUR) {
            return Math.round((double) seconds / MINUTE) + " min";
        }
        if (seconds < TWICE * DAY) {
            return Math.round((double) seconds / HOUR) + " h";
        }
        return Math.round((double) seconds / DAY) + " days";
    }

    /** The start of a digest, long enough to distinguish a tenant's versions. */
    public static String version(String digest) {
        return digest.length() <= SHORT_VERSION ? digest : digest.substring(0, SHORT_VERSION);
    }

    public static String measured(long bytes, long millis) {
        return String.format(
                Locale.ROOT, "%.1f MiB in memory, %d ms for the largest batch", bytes / (double) (1 << 20), millis);
    }

    /** Formats "DRY_RUN" as "Dry run". */
    public static String title(Enum<?> value) {
        return capital(value.name().toLowerCase(Locale.ENGLISH).replace('_', ' '));
    }

    public static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ENGLISH) + text.substring(1);
    }
}
