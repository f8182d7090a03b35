package com.rocketmat.tenant.vault;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether Vault answers, and since when: each change is logged, and the state shown in health, metrics and the API. */
@Singleton
public final class VaultContact {

    static final String VAULT_AGE = "rocketmat_vault_age_seconds";
    static final String VAULT_DEGRADED = "rocketmat_vault_degraded";

    private final Clock clock;
    private volatile Instant last;
    private volatile Status status;

    public VaultContact(Clock clock, MeterRegistry metrics) {
        this.clock = clock;
        this.status = new Status(State.STARTING, Optional.empty(), clock.instant());
        metrics.gauge(VAULT_AGE, this, contact -> contact.age().toMillis() / 1000.0);
        metrics.gauge(VAULT_DEGRADED, this, contact -> contact.status().state() == State.OK ? 0 : 1);
    }

    public enum State {
        /** The tenants were never loaded: nothing can run on this replica. */
        STARTING,
        OK,
        /** Running tenants keep their current settings. */
        DEGRADED
    }

    /** A consistent view; {@code reason} is what was wrong with Vault at the last refresh. */
    public record Status(State state, Optional<String> reason, Instant since) {}

    public Status status() {
        return status;
    }

    /** Whether the tenants were loaded at least once. */
    public boolean everLoaded() {
        return last != null;
    }

    /** Time since the last successful load; before the first one, since the start. */
    public Duration age() {
        Instant from = last;
        return Duration.between(from == null ? status.since() : from, clock.instant());
    }

    public void loaded() {
        last = clock.instant();
        if (status.reason().isPresent()) {
            Log.info("Vault answers again");
        }
        enter(State.OK, Optional.empty());
    }

    public void failed(String reason) {
        Optional<String> newReason = Optional.of(reason);
        if (!newReason.equals(status.reason())) {
            Log.warnf(
                    "Cannot read tenants from Vault (%s); %s; check quarkus.vault.url, the token or role, and its policy",
                    reason, everLoaded() ? "running tenants keep their current settings" : "no tenant can run yet");
        }
        enter(everLoaded() ? State.DEGRADED : State.STARTING, newReason);
    }

    private void enter(State state, Optional<String> reason) {
        status = new Status(state, reason, state == status.state() ? status.since() : clock.instant());
    }
}
