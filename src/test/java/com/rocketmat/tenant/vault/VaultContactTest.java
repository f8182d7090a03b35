package com.rocketmat.tenant.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.vault.VaultContact.State;
import com.rocketmat.tenant.vault.VaultContact.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VaultContactTest {

    private final FixedClock clock = new FixedClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final VaultContact contact = new VaultContact(clock, metrics);

    @Test
    void theAgeCountsFromTheLastLoadAndIsAMetric() {
        contact.loaded();
        clock.pass(Duration.ofSeconds(90));
        contact.failed("status 503");

        assertThat(contact.age()).isEqualTo(Duration.ofSeconds(90));
        assertThat(metrics.get("rocketmat_vault_age_seconds").gauge().value()).isEqualTo(90.0);
    }

    @Test
    void theStatusHasStateReasonAndTime() {
        Instant start = clock.instant();
        assertThat(contact.status()).isEqualTo(new Status(State.STARTING, Optional.empty(), start));
        clock.pass(Duration.ofSeconds(10));
        contact.failed("Vault answered 503");
        assertThat(contact.status()).isEqualTo(new Status(State.STARTING, Optional.of("Vault answered 503"), start));
        assertThat(contact.everLoaded()).isFalse();
        assertThat(degraded()).isEqualTo(1);

        contact.loaded();
        assertThat(contact.status()).isEqualTo(new Status(State.OK, Optional.empty(), start.plusSeconds(10)));
        assertThat(degraded()).isZero();

        clock.pass(Duration.ofSeconds(10));
        contact.failed("Vault answered 429");
        clock.pass(Duration.ofSeconds(10));
        contact.failed("Vault answered 503");
        assertThat(contact.status())
                .isEqualTo(new Status(State.DEGRADED, Optional.of("Vault answered 503"), start.plusSeconds(20)));
        assertThat(degraded()).isEqualTo(1);
        assertThat(contact.age()).isEqualTo(Duration.ofSeconds(20));
        assertThat(contact.everLoaded()).isTrue();
    }

    @Test
    void beforeTheFirstLoadTheAgeCountsFromTheStart() {
        clock.pass(Duration.ofSeconds(42));

        assertThat(contact.age()).isEqualTo(Duration.ofSeconds(42));
    }

    @Test
    void aLossIsLoggedOnceWithARemedy() {
        try (LogTap log = new LogTap(VaultContact.class)) {
            contact.failed("Vault answered 503");
            contact.failed("Vault answered 503");

            assertThat(log.lines())
                    .extracting(LogTap.Line::text)
                    .singleElement()
                    .asString()
                    .contains(
                            "Vault answered 503",
                            "no tenant can run yet",
                            "check quarkus.vault.url, the token or role");
        }
    }

    private double degraded() {
        return metrics.get("rocketmat_vault_degraded").gauge().value();
    }
}
