package com.rocketmat.ops;

import com.rocketmat.tenant.vault.VaultContact;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready until the tenants are loaded for the first time; without Vault later, ready but degraded. */
@Readiness
@ApplicationScoped
class VaultHealth implements HealthCheck {

    private final VaultContact vault;

    VaultHealth(VaultContact vault) {
        this.vault = vault;
    }

    @Override
    public HealthCheckResponse call() {
        VaultContact.Status status = vault.status();
        boolean starting = status.state() == VaultContact.State.STARTING;
        var answer = HealthCheckResponse.named("vault")
                .status(!starting)
                .withData("state", status.state().name().toLowerCase(Locale.ROOT));
        if (status.state() != VaultContact.State.OK) {
            answer.withData("reason", status.reason().orElse("the tenants are not loaded yet"))
                    .withData("since", status.since().toString())
                    .withData("ageSeconds", vault.age().toSeconds());
        }
        return answer.build();
    }
}
