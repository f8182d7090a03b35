package com.rocketmat.tenant.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TenantScheduleTest {

    private static final ZoneId UTC = ZoneId.of("UTC");

    @ParameterizedTest
    @CsvSource({
        "15m,PT15M",
        "PT15M,PT15M",
        "5s,PT5S",
        "PT5S,PT5S",
        "1h,PT1H",
        "2d,PT48H",
        "366d,PT8784H",
        "90,PT90S",
        "' 20m ',PT20M"
    })
    void aDurationHasTwoSpellings(String text, Duration period) {
        assertThat(TenantSchedule.parse(text, UTC)).isEqualTo(new TenantSchedule.Every(period));
    }

    static String[] invalidSchedules() {
        return """
            4s, PT4.999S, 0s, -15m, PT-15M, now, 15 m, m15, P1Y, * * * *, * * * * * *, 60 * * * *, * 24 * * *,
            * * 32 * *, * * * 13 *, 0 0 31 2 *, 0 0 31 4,6,9,11 *, @daily, 99999999999999999999d, PT2562047788015215H, 400d
            """.strip().split(",\\s+", -1);
    }

    @ParameterizedTest
    @MethodSource("invalidSchedules")
    void anInvalidScheduleIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TenantSchedule.parse(text, UTC));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        15m            | Europe/Lisbon       | 2026-11-24T10:00:01Z | 2026-11-24T10:15:01Z
        0 0 29 2 *     | UTC                 | 2026-11-24T10:00:00Z | 2028-02-29T00:00:00Z
        0 6 * * *      | Asia/Tokyo          | 2026-11-24T10:00:00Z | 2026-11-24T21:00:00Z
        0 6 * * *      | Europe/Lisbon       | 2026-11-24T10:00:00Z | 2026-11-25T06:00:00Z
        0 6 * * *      | Europe/Lisbon       | 2026-07-24T10:00:00Z | 2026-07-25T05:00:00Z
        # on 29 March 2026, a Sunday, clocks go forward at 01:00Z: Lisbon has no 01:30, Berlin no 02:30
        30 1 * * *     | Europe/Lisbon       | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z
        30 2 * * 0     | Europe/Berlin       | 2026-03-28T20:00:00Z | 2026-03-29T01:00:00Z
        30 2 * * 0     | Europe/Berlin       | 2026-03-29T01:00:00Z | 2026-04-05T00:30:00Z
        30 2 29 3 *    | Europe/Berlin       | 2025-04-01T00:00:00Z | 2026-03-29T01:00:00Z
        30 3 * * 0     | Europe/Berlin       | 2026-03-28T20:00:00Z | 2026-03-29T01:30:00Z
        # from 02:00 to 02:30 on 4 October 2026
        30 2 * * *     | Australia/Lord_Howe | 2026-10-03T12:00:00Z | 2026-10-03T15:30:00Z
        20,50 2 * * *  | Australia/Lord_Howe | 2026-10-03T12:00:00Z | 2026-10-03T15:30:00Z
        20,50 2 * * *  | Australia/Lord_Howe | 2026-10-03T15:30:00Z | 2026-10-03T15:50:00Z
        # from 02:45 to 03:45 on 27 September
        50 3 * * 0     | Pacific/Chatham     | 2026-09-26T12:00:00Z | 2026-09-26T14:05:00Z
        15 2 * * 0     | Pacific/Chatham     | 2026-09-26T12:05:00Z | 2026-09-26T13:30:00Z
        # there is no midnight on 24 April 2026
        0 0 1 * *      | Africa/Cairo        | 2026-04-23T22:02:00Z | 2026-04-30T21:00:00Z
        # on 25 October 2026, a Sunday, clocks go back at 01:00Z: Lisbon has 01:30 twice
        30 1 * * *     | Europe/Lisbon       | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z
        30 1 * * *     | Europe/Lisbon       | 2026-10-25T12:00:00Z | 2026-10-26T01:30:00Z
        */15 * * * *   | Europe/Lisbon       | 2026-03-29T00:40:00Z | 2026-03-29T00:45:00Z
        */15 * * * *   | Europe/Lisbon       | 2026-10-25T01:40:00Z | 2026-10-25T01:45:00Z
        """)
    void theNextStartFollowsTheZone(String schedule, ZoneId zone, Instant after, Instant next) {
        assertThat(TenantSchedule.parse(schedule, zone).next(after)).isEqualTo(next);
    }

    @Test
    void aCronMayHaveTabs() {
        assertThat(TenantSchedule.parse(" 0\t6 * *\t* ", UTC)).isEqualTo(TenantSchedule.parse("0 6 * * *", UTC));
    }

    @Property
    void theNextStartIsAlwaysLater(
            @ForAll("schedules") String text,
            @ForAll("zones") ZoneId zone,
            @ForAll @LongRange(min = 1_700_000_000L, max = 2_000_000_000L) long seconds) {
        Instant after = Instant.ofEpochSecond(seconds);

        assertThat(TenantSchedule.parse(text, zone).next(after)).isAfter(after);
    }

    @Property
    void noStartOfADailyCronIsSkipped(
            @ForAll("zones") ZoneId zone, @ForAll @LongRange(min = 1_700_000_000L, max = 1_900_000_000L) long seconds) {
        Instant after = Instant.ofEpochSecond(seconds);

        Instant next = TenantSchedule.parse("30 1 * * *", zone).next(after);

        // a day of 25 hours after one without 01:30
        assertThat(Duration.between(after, next)).isLessThanOrEqualTo(Duration.ofHours(49));
    }

    /** Compared with a walk through all minutes. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-10-24T20:00:00Z",
        "Europe/Lisbon, 2026-10-24T20:00:00Z",
        "America/New_York, 2026-10-31T22:00:00Z",
        // half an hour
        "Australia/Lord_Howe, 2026-04-04T10:00:00Z",
        "Africa/Cairo, 2026-10-29T16:00:00Z",
        "America/Sao_Paulo, 2018-02-17T20:00:00Z"
    })
    void noStartAroundARepeatedHourIsSkipped(ZoneId zone, Instant begin) {
        for (Daily cron : DAILY) {
            TenantSchedule schedule = TenantSchedule.parse(cron.text(), zone);
            List<Instant> starts = cron.starts(zone, begin, begin.plus(Duration.ofHours(36)));
            assertThat(starts).hasSizeGreaterThan(1);
            for (int start = 1; start < starts.size(); start++) {
                for (Duration later : List.of(Duration.ZERO, Duration.ofNanos(1), Duration.ofSeconds(59))) {
                    Instant after = starts.get(start - 1).plus(later);
                    if (after.isBefore(starts.get(start))) {
                        assertThat(schedule.next(after))
                                .as("'%s' in %s after %s", cron.text(), zone, after)
                                .isEqualTo(starts.get(start));
                    }
                }
            }
        }
    }

    private static final List<Daily> DAILY = List.of(
            new Daily("5 */2 * * *", time -> time.getMinute() == 5 && time.getHour() % 2 == 0, true),
            new Daily("5 * * * *", time -> time.getMinute() == 5, true),
            new Daily("5,35 * * * *", time -> time.getMinute() % 30 == 5, true),
            new Daily(
                    "*/20 1-3 * * *",
                    time -> time.getMinute() % 20 == 0 && time.getHour() % 4 > 0 && time.getHour() < 4,
                    true),
            new Daily(
                    "5,50 */3 * * *",
                    time -> (time.getMinute() == 5 || time.getMinute() == 50) && time.getHour() % 3 == 0,
                    true),
            new Daily("5 0,1,2,23 * * *", time -> time.getMinute() == 5 && (time.getHour() + 1) % 24 < 4, false),
            new Daily(
                    "0,50 1 * * *",
                    time -> (time.getMinute() == 0 || time.getMinute() == 50) && time.getHour() == 1,
                    false));

    /** @param startsTwice whether it starts in both occurrences of a repeated hour */
    private record Daily(String text, Predicate<LocalTime> starts, boolean startsTwice) {

        List<Instant> starts(ZoneId zone, Instant from, Instant to) {
            return Stream.iterate(from, minute -> minute.isBefore(to), minute -> minute.plusSeconds(60))
                    .filter(minute -> starts.test(LocalTime.ofInstant(minute, zone)))
                    .filter(minute -> startsTwice || !isSecond(minute.atZone(zone)))
                    .toList();
        }

        private static boolean isSecond(ZonedDateTime time) {
            return !time.withEarlierOffsetAtOverlap().equals(time);
        }
    }

    @Provide
    Arbitrary<String> schedules() {
        return Arbitraries.of(
                "5s",
                "15m",
                "P1D",
                "* * * * *",
                "*/5 * * * *",
                "0 * * * *",
                "30 1 * * *",
                "30 2 * * *",
                "0 0 * * *",
                "0 6 * * 1-5",
                "15 3 1 * *",
                "0 0 29 2 *",
                "0,30 8-18 * * 1,3,5");
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "UTC",
                        "Europe/Lisbon",
                        "America/New_York",
                        "Australia/Lord_Howe",
                        "Asia/Kolkata",
                        "Africa/Cairo",
                        "America/Sao_Paulo",
                        "Pacific/Apia")
                .map(ZoneId::of);
    }
}
