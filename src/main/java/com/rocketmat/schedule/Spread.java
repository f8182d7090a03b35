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
    private static final int SHARE = 20;

    private static final Duration AT_MOST = Duration.ofSeconds(30);

    /** Leaves a tenant that waits for a worker some seconds to start within the minute. */
    private static final Duration WITHIN_THE_MINUTE = Duration.ofSeconds(50);

    private Spread() {}

    /** The next start of a tenant: a period is extended a little, at random; a cron schedule keeps its minute. */
    static Instant next(TenantId tenant, TenantSchedule schedule, Instant after) {
        return switch (schedule) {
            case TenantSchedule.Every every -> drawnOut(every, after);
            case TenantSchedule.Cron cron -> withinTheMinute(tenant, cron, after);
        };
    }

    /** The start that the schedule names for this moment, which stays if it names none. */
    static Instant at(TenantId tenant, TenantSchedule schedule, Instant due) {
        return switch (schedule) {
            case TenantSchedule.Every _ -> due;
            case TenantSchedule.Cron cron -> due.equals(cron.next(due.minusMillis(1))) ? due.plus(into(tenant)) : due;
        };
    }

    private static Instant drawnOut(TenantSchedule.Every every, Instant after) {
        long most = Math.min(AT_MOST.toMillis(), every.period().toMillis() / SHARE);
        return every.next(after).plusMillis(ThreadLocalRandom.current().nextLong(most));
    }

    private static Instant withinTheMinute(TenantId tenant, TenantSchedule.Cron cron, Instant after) {
        Duration into = into(tenant);
        return cron.next(after.minus(into)).plus(into);
    }

    /** Always the same second, so that the time between runs is as the cron says. */
    private static Duration into(TenantId tenant) {
        var hash = new SplittableRandom(tenant.value().hashCode());
        return Duration.ofMillis(hash.nextLong(WITHIN_THE_MINUTE.toMillis()));
    }
}
