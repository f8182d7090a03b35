package com.rocketmat.schedule;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** Spreads tenants with the same schedule; otherwise thousands would fall due in the same second and wait for each other. */
final class Spread {

    /** A twentieth of the period. */
    private static final int PART_OF_PERIOD = 20;

    private static final Duration LONGEST_EXTENSION = Duration.ofSeconds(30);

    /** Leaves a tenant that waits for a worker some seconds to start within the minute. */
    private static final Duration WITHIN_THE_MINUTE = Duration.ofSeconds(50);

    private Spread() {}

    /** The next start of a tenant: a period is extended a little, at random; a cron schedule keeps its minute. */
    static Instant next(TenantId tenant, TenantSchedule schedule, Instant after) {
        return switch (schedule) {
            case TenantSchedule.Every every -> extended(every, after);
            case TenantSchedule.Cron cron -> atOwnSecond(tenant, cron, after);
        };
    }

    /** The start that the schedule names for this moment, which stays if it names none. */
    static Instant at(TenantId tenant, TenantSchedule schedule, Instant due) {
        return switch (schedule) {
            case TenantSchedule.Every _ -> due;
            case TenantSchedule.Cron cron ->
                due.equals(cron.next(due.minusMillis(1))) ? due.plus(ownSecond(tenant)) : due;
        };
    }

    private static Instant extended(TenantSchedule.Every every, Instant after) {
        long most = Math.min(LONGEST_EXTENSION.toMillis(), every.period().toMillis() / PART_OF_PERIOD);
        return every.next(after).plusMillis(ThreadLocalRandom.current().nextLong(most));
    }

    private static Instant atOwnSecond(TenantId tenant, TenantSchedule.Cron cron, Instant after) {
        Duration second = ownSecond(tenant);
        return cron.next(after.minus(second)).plus(second);
    }

    /** Always the same second, so that the time between runs is as the cron says. */
    private static Duration ownSecond(TenantId tenant) {
        var hash = new SplittableRandom(tenant.value().hashCode());
        return Duration.ofMillis(hash.nextLong(WITHIN_THE_MINUTE.toMillis()));
    }
}
