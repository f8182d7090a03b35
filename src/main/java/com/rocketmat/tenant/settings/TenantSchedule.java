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
        /** Each parsed cron takes some kilobytes. */
        private static final int CACHE_SIZE = 1_000;

        private static final Pattern STARTS_TWICE = Pattern.compile("\\*|\\S+ \\*");

        /** Parsed once: a slice asks when its tenant is next due, and many tenants share few expressions. */
        private static final LoadingCache<String, ExecutionTime> PARSED =
                Caffeine.newBuilder().maximumSize(CACHE_SIZE).build(Cron::parseCron);

        /**
         * Uses the library for local times only: near a change of the clocks it skips too many starts. In an hour that clocks repeat, a
         * schedule with a {@code *} in minute or hour starts both times, and any other the first time.
         */
        @Override
        public Instant next(Instant after) {
            LocalDateTime from = LocalDateTime.ofInstant(after, zone);
            LocalDateTime found = nextLocal(from);
            ZoneOffsetTransition back = zone.getRules().getTransition(from);
            if (back == null || !back.isOverlap()) {
                return start(found);
            }
            boolean repeated = found.isBefore(back.getDateTimeBefore());
            if (after.isBefore(back.getInstant())) {
                LocalDateTime again = nextLocal(back.getDateTimeAfter().minusNanos(1));
                return startsTwice() && !repeated && again.isBefore(back.getDateTimeBefore())
                        ? again.toInstant(back.getOffsetAfter())
                        : start(found);
            }
            if (!repeated) {
                return start(found);
            }
            return startsTwice()
                    ? found.toInstant(back.getOffsetAfter())
                    : start(nextLocal(back.getDateTimeBefore().minusNanos(1)));
        }

        /** Like cron(8): the minute or the hour begins with {@code *}. */
        private boolean startsTwice() {
            return STARTS_TWICE.matcher(expression).lookingAt();
        }

        private LocalDateTime nextLocal(LocalDateTime after) {
            return PARSED.get(expression)
                    .nextExecution(after.atZone(ZoneOffset.UTC))
                    .orElseThrow(() -> new IllegalStateException("cron never fires"))
                    .toLocalDateTime();
        }

        /** If clocks skip this time, the moment of the change, because a weekly schedule would wait another week; if they repeat it, the first. */
        private Instant start(LocalDateTime local) {
            ZoneOffsetTransition change = zone.getRules().getTransition(local);
            return change != null && change.isGap()
                    ? change.getInstant()
                    : local.atZone(zone).toInstant();
        }

        private static ExecutionTime parseCron(String expression) {
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
