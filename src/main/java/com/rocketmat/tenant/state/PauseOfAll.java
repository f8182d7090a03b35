package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Pauses and resumes all tenants on every replica, without changing the tenants' own states. */
@ApplicationScoped
public class PauseOfAll {

    static final String PAUSED = "rocketmat_paused";

    private final Sql sql;
    private final Clock clock;
    /** The last value read, so that a scrape costs no query. */
    private final AtomicInteger gauge;

    PauseOfAll(Sql sql, Clock clock, MeterRegistry metrics) {
        this.sql = sql;
        this.clock = clock;
        this.gauge = metrics.gauge(PAUSED, new AtomicInteger());
    }

    /** Whether all tenants are paused; {@code since} and {@code by}, an operator, are null if they are not. */
    public record Pause(boolean paused, Instant since, String by) {}

    @AcrossTenants
    public boolean paused() {
        return now().paused();
    }

    @AcrossTenants
    public Pause now() {
        Tuple row = sql.value("SELECT paused, paused_at, paused_by FROM kill_switch", Tuple.class);
        boolean paused = row.get(0, Boolean.class);
        gauge.set(paused ? 1 : 0);
        return paused
                ? new Pause(true, row.get(1, Instant.class), row.get(2, String.class))
                : new Pause(false, null, null);
    }

    /** No effect if already paused. */
    @AcrossTenants
    public Pause pause(String operator) {
        int changed = sql.update(
                "UPDATE kill_switch SET paused = true, paused_at = ?1, paused_by = ?2 WHERE NOT paused",
                clock.instant(),
                operator);
        if (changed > 0) {
            Log.warnf("All tenants paused by %s", operator);
        }
        return now();
    }

    /** Leaves {@code paused_at}, by which open pages notice a pause that ended before they looked. */
    @AcrossTenants
    public Pause resume(String operator) {
        int changed = sql.update("UPDATE kill_switch SET paused = false WHERE paused");
        if (changed > 0) {
            Log.warnf("All tenants resumed by %s", operator);
        }
        return now();
    }
}
