package com.rocketmat.tenant.settings;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.regex.Pattern;

public sealed interface TenantSchedule {

    Duration SHORTEST = Duration.ofSeconds(5);
    /** A longer duration must be a mistake, and a very long one would overflow. */
    Duration LONGEST = Duration.ofDays(366);

    Instant next(Instant after);

    record Every(Duration period) implements TenantSchedule {
        @Override
        public Instant next(Instant after) {
            return after.plus(period);
        }
    }

    /** A five-field UNIX cron in a zone. */
    record Cron(String expression, ZoneId zone) implements TenantSchedule {
        /** Each takes some kilobytes. */
        private static final int MOST_KNOWN = 1_000;

        /** The library is wrong for no longer after a change. */
        private static final Duration A_DAY = Duration.ofDays(1);

        private static final Pattern OFTEN = Pattern.compile("\\*|\\S+ \\*");

        /** Parsed once: a slice asks when its tenant is next due, and many tenants share few expressions. */
        private static final LoadingCache<String, ExecutionTime> PARSED =
                Caffeine.newBuilder().maximumSize(MOST_KNOWN).build(Cron::parsed);

        /**
         * A time that a change of the clocks leaves out, which a weekly one would wait another week for, is the moment of the change. The library
         * leaves out more: the rest of that hour, what comes before the change in it, or the rest of a day that begins an hour late. So near a
         * change the start is reckoned without it as well, and the earliest one counts: from where local time goes on too, where an hour begins
         * for the second time.
         */
        @Override
        public Instant next(Instant after) {
            Instant next = nearest(after);
            return repeats(next) ? next(next) : next;
        }

        /**
         * Whether it is the second of two starts in an hour that clocks repeat. As with cron(8), only what runs many times a day has both: where
         * minute or hour begins with {@code *}.
         */
        private boolean repeats(Instant start) {
            if (start.equals(Instant.MAX) || OFTEN.matcher(expression).lookingAt()) {
                return false;
            }
            ZonedDateTime local = start.atZone(zone);
            return local.withEarlierOffsetAtOverlap().toInstant().isBefore(start);
        }

        private Instant nearest(Instant after) {
            Instant next = PARSED.get(expression)
                    .nextExecution(ZonedDateTime.ofInstant(after, zone))
                    .map(ZonedDateTime::toInstant)
                    .orElse(Instant.MAX);
            ZoneOffsetTransition change = zone.getRules().nextTransition(after.minus(A_DAY));
            while (change != null && !change.getInstant().isAfter(next)) {
                for (LocalDateTime from : List.of(
                        LocalDateTime.ofInstant(after, zone),
                        change.getDateTimeBefore().minusNanos(1))) {
                    Instant start = reckoned(from);
                    // of an hour that clocks repeat it may be the first one
                    next = start.isAfter(after) && start.isBefore(next) ? start : next;
                }
                LocalDateTime repeated = local(change.getDateTimeAfter().minusNanos(1));
                if (change.isOverlap() && repeated.isBefore(change.getDateTimeBefore())) {
                    Instant again = repeated.toInstant(change.getOffsetAfter());
                    next = again.isAfter(after) && again.isBefore(next) ? again : next;
                }
                change = zone.getRules().nextTransition(change.getInstant());
            }
            return next;
        }

        private LocalDateTime local(LocalDateTime after) {
            return PARSED.get(expression)
                    .nextExecution(after.atZone(ZoneOffset.UTC))
                    .orElseThrow(() -> new IllegalStateException("cron never fires"))
                    .toLocalDateTime();
        }

        private Instant reckoned(LocalDateTime after) {
            LocalDateTime start = local(after);
            ZoneOffsetTransition change = zone.getRules().getTransition(start);
            return change != null && change.isGap()
                    ? change.getInstant()
                    : start.atZone(zone).toInstant();
        }

        private static ExecutionTime parsed(String expression) {
            return ExecutionTime.forCron(new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                    .parse(expression)
                    .validate());
        }
    }

    /**
     * Reads a cron or a duration ({@code 15m}, {@code PT15M}).
     *
     * @throws IllegalArgumentException if it is neither, never fires, or is too short or too long
     */
    static TenantSchedule parse(String text, ZoneId zone) {
        String[] fields = text.strip().split("\\s+", -1);
        if (fields.length > 1) {
            Cron cron = new Cron(String.join(" ", fields), zone);
            if (Cron.PARSED
                    .get(cron.expression())
                    .nextExecution(ZonedDateTime.ofInstant(Instant.EPOCH, zone))
                    .isEmpty()) {
                throw new IllegalArgumentException();
            }
            return cron;
        }
        Duration period = DurationConverter.parseDuration(fields[0]);
        if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException();
        }
        return new Every(period);
    }
}
