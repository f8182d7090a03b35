package com.rocketmat.ops;

import com.rocketmat.tenant.VaultContact;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before the tenants were loaded once; later, without Vault, ready but degraded. */
@Readiness
@ApplicationScoped
public class VaultHealth implements HealthCheck {

    private final VaultContact vault;

    VaultHealth(VaultContact vault) {
        this.vault = vault;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("vault");
        String trouble = vault.trouble().orElse(null);
        if (!vault.everMade()) {
            return answer.down()
                    .withData("state", "starting")
                    .withData("reason", trouble == null ? "the tenants are not loaded yet" : trouble)
                    .build();
        }
        answer.up().withData("state", trouble == null ? "ok" : "degraded");
        if (trouble != null) {
            answer.withData("reason", trouble)
                    .withData("ageSeconds", vault.age().toSeconds());
        }
        return answer.build();
    }
}
