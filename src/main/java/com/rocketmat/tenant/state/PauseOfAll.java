package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.AcrossTenants;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Stops the slices of all tenants, on every replica, and lets them go on; no tenant's own state is touched. */
@ApplicationScoped
public class PauseOfAll {

    static final String PAUSED = "rocketmat_paused";

    private final Clock clock;
    /** As it was read last, so that a scrape costs no query. */
    private final AtomicInteger gauge;

    PauseOfAll(Clock clock, MeterRegistry metrics) {
        this.clock = clock;
        this.gauge = metrics.gauge(PAUSED, new AtomicInteger());
    }

    /**
     * Whether everything is paused.
     *
     * @param by the operator; null as {@code since} is when nothing is paused
     */
    public record Pause(boolean paused, Instant since, String by) {}

    @AcrossTenants
    @Transactional
    public boolean paused() {
        return now().paused();
    }

    @AcrossTenants
    @Transactional
    public Pause now() {
        return seen(KillSwitch.read());
    }

    /** Paused already, it stays as it was. */
    @AcrossTenants
    @Transactional
    public Pause pause(String operator) {
        KillSwitch row = KillSwitch.locked();
        if (!row.paused) {
            row.paused = true;
            row.pausedAt = clock.instant();
            row.pausedBy = operator;
            Log.warnf("all tenants are paused by %s", operator);
        }
        return seen(row);
    }

    @AcrossTenants
    @Transactional
    public Pause resume(String operator) {
        KillSwitch row = KillSwitch.locked();
        if (row.paused) {
            row.paused = false;
            row.pausedAt = null;
            row.pausedBy = null;
            Log.warnf("all tenants are resumed by %s", operator);
        }
        return seen(row);
    }

    private Pause seen(KillSwitch row) {
        gauge.set(row.paused ? 1 : 0);
        return new Pause(row.paused, row.pausedAt, row.pausedBy);
    }
}
