package com.rocketmat.tenant;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether Vault answers, and since when not: said in the log once a change, and shown to health and metrics. */
@ApplicationScoped
public class VaultContact {

    static final String VAULT_AGE = "rocketmat_vault_age_seconds";

    private final Clock clock;
    private volatile Instant last;
    private volatile String trouble;

    VaultContact(Clock clock, MeterRegistry metrics) {
        this.clock = clock;
        metrics.gauge(VAULT_AGE, this, contact -> contact.age().toMillis() / 1000.0);
    }

    /** Whether the tenants were loaded at least once. */
    public boolean everMade() {
        return last != null;
    }

    /** Why the last attempt failed, or empty when it did not. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Time since the last good load; zero before the first. */
    public Duration age() {
        return last == null ? Duration.ZERO : Duration.between(last, clock.instant());
    }

    void made() {
        if (trouble != null) {
            Log.info("Vault answers again");
        }
        trouble = null;
        last = clock.instant();
    }

    void lost(String reason) {
        if (!reason.equals(trouble)) {
            Log.warnf(
                    "Vault does not give the tenants (%s): %s; check quarkus.vault.url, the token or role, and its policy",
                    reason, everMade() ? "running ones go on with what is in memory" : "none can run yet");
        }
        trouble = reason;
    }
}
