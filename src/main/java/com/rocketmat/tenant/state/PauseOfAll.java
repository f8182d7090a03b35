package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.AcrossTenants;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Pauses and resumes all tenants on every replica, without changing the tenants' own states. */
@ApplicationScoped
public class PauseOfAll {

    static final String PAUSED = "rocketmat_paused";

    private final Clock clock;
    /** The last value read, so that a scrape costs no query. */
    private final AtomicInteger gauge;

    PauseOfAll(Clock clock, MeterRegistry metrics) {
        this.clock = clock;
        this.gauge = metrics.gauge(PAUSED, new AtomicInteger());
    }

    /**
     * Whether all tenants are paused.
     *
     * @param by the operator; null, like {@code since}, if nothing is paused
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

    /** No effect if already paused. */
    @AcrossTenants
    @Transactional
    public Pause pause(String operator) {
        KillSwitch row = KillSwitch.locked();
        if (!row.paused) {
            row.paused = true;
            row.pausedAt = clock.instant();
            row.pausedBy = operator;
            Log.warnf("All tenants paused by %s", operator);
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
            Log.warnf("All tenants resumed by %s", operator);
        }
        return seen(row);
    }

    private Pause seen(KillSwitch row) {
        gauge.set(row.paused ? 1 : 0);
        return new Pause(row.paused, row.pausedAt, row.pausedBy);
    }
}
