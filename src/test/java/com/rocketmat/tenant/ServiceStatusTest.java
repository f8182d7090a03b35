package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.access.Reach;
import com.rocketmat.tenant.vault.VaultContact;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceStatusTest {

    private static final Reach ACME = new Reach.Only(Set.of("acme"));
    private static final String REFUSAL = "Vault answered 503 for data/rocketmat/tenants/globex";

    private final VaultContact vault = new VaultContact(new FixedClock(), new SimpleMeterRegistry());

    @Test
    void aPathInVaultIsForCallersOfAllTenants() {
        vault.made();
        vault.lost(REFUSAL);

        assertThat(ServiceStatus.Vault.of(vault, new Reach.All()).reason()).isEqualTo(REFUSAL);
        assertThat(ServiceStatus.Vault.of(vault, ACME).reason()).isNotBlank().doesNotContain("globex", "rocketmat");
        assertThat(ServiceStatus.Vault.of(vault, ACME).state()).isEqualTo("degraded");
    }

    @Test
    void withoutTroubleThereIsNoReasonForAnyCaller() {
        vault.made();

        assertThat(ServiceStatus.Vault.of(vault, new Reach.All()).reason()).isNull();
        assertThat(ServiceStatus.Vault.of(vault, ACME).reason()).isNull();
    }
}
