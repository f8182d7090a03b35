package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SpreadTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");

    @Property
    void aCronsMinutesAreKept(
            @ForAll @IntRange(max = 9_999) int number, @ForAll @LongRange(max = 100_000_000) long millis) {
        TenantSchedule cron = TenantSchedule.parse("*/7 8-18 * * 1-5", SAO_PAULO);
        Instant after = NOON.plusMillis(millis);

        Instant first = Spread.next(tenant(number), cron, after);
        Instant second = Spread.next(tenant(number), cron, first);

        assertThat(first).isAfter(after);
        Instant minute = first.truncatedTo(ChronoUnit.MINUTES);
        assertThat(minute).as("what the cron says").isEqualTo(cron.next(minute.minusMillis(1)));
        assertThat(second.truncatedTo(ChronoUnit.MINUTES))
                .as("the one after that")
                .isEqualTo(cron.next(minute));
        assertThat(Duration.between(minute, first))
                .as("the tenant's second")
                .isEqualTo(Duration.between(second.truncatedTo(ChronoUnit.MINUTES), second));
    }

    @Test
    void onlyACronsMinuteIsMovedToTheTenantsSecond() {
        TenantSchedule cron = TenantSchedule.parse("0 13 * * *", ZoneOffset.UTC);

        assertThat(Spread.at(tenant(1), cron, cron.next(NOON))).isEqualTo(Spread.next(tenant(1), cron, NOON));
        assertThat(Spread.at(tenant(1), cron, NOON)).as("between the minutes").isEqualTo(NOON);
        assertThat(Spread.at(tenant(1), new TenantSchedule.Every(Duration.ofHours(1)), NOON))
                .isEqualTo(NOON);
    }

    @Test
    void aRunThatEndsWithinTheNextMinuteDoesNotSkipIt() {
        TenantSchedule cron = TenantSchedule.parse("0 13 * * *", ZoneOffset.UTC);
        Instant due = Spread.next(tenant(1), cron, NOON);

        assertThat(Spread.next(tenant(1), cron, due.minusMillis(1))).isEqualTo(due);
        assertThat(Spread.next(tenant(1), cron, due)).isEqualTo(due.plus(Duration.ofDays(1)));
    }

    @Test
    void tenThousandTenantsWithTheSameCronAreSpreadEvenly() {
        TenantSchedule cron = TenantSchedule.parse("0 9 * * *", ZoneOffset.UTC);

        Map<Long, Long> aSecond = IntStream.range(0, 10_000)
                .mapToObj(number -> Spread.next(tenant(number), cron, NOON).getEpochSecond())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(aSecond).hasSize(50);
        assertThat(aSecond.values()).allMatch(tenants -> tenants > 100 && tenants < 300);
    }

    @Test
    void aPeriodIsExtendedByATwentiethAndAtMostHalfAMinute() {
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(_ -> Spread.next(tenant(1), new TenantSchedule.Every(Duration.ofMinutes(5)), NOON)))
                .allMatch(next -> !next.isBefore(NOON.plusSeconds(300)) && next.isBefore(NOON.plusSeconds(315)))
                .anyMatch(next -> next.isAfter(NOON.plusSeconds(310)));
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(_ -> Spread.next(tenant(1), new TenantSchedule.Every(Duration.ofDays(1)), NOON)))
                .allMatch(next -> next.isBefore(NOON.plus(Duration.ofDays(1)).plusSeconds(30)));
    }

    private static TenantId tenant(int number) {
        return new TenantId("tenant-%05d".formatted(number));
    }
}
