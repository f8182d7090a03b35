package com.rocketmat.tenant;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.SandboxVault;
import java.time.Duration;
import java.util.Map;

/** A secret that the application has read. */
public final class WrittenSecret {

    private WrittenSecret() {}

    public static void known(SandboxVault vault, Operator operator, String tenant, Map<String, String> secret) {
        vault.put("rocketmat/tenants/" + tenant, secret);
        await("tenant " + tenant)
                .atMost(Duration.ofMinutes(1))
                .until(() -> operator.tenant(tenant).statusCode() == 200);
    }
}
