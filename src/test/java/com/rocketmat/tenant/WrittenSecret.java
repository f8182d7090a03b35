package com.rocketmat.tenant;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.SandboxVault;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.util.Map;

/** A secret that the application in this process reads at once, not at its next refresh. */
public final class WrittenSecret {

    private WrittenSecret() {}

    public static void known(SandboxVault vault, Operator operator, String tenant, Map<String, String> secret) {
        vault.put("rocketmat/tenants/" + tenant, secret);
        await("tenant " + tenant)
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    CDI.current().select(VaultRefresh.class).get().refresh();
                    return operator.tenant(tenant).statusCode() == 200;
                });
    }
}
