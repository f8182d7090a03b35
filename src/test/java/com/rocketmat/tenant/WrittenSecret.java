package com.rocketmat.tenant;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import io.quarkus.arc.Arc;
import java.time.Duration;
import java.util.Map;

/** Writes a tenant's secret and makes the application under test read it at once. */
public final class WrittenSecret {

    private WrittenSecret() {}

    public static void put(SandboxVault vault, Object tenant, Map<String, String> secret) {
        vault.put(path(tenant), secret);
        refresh();
    }

    public static void delete(SandboxVault vault, Object tenant) {
        vault.delete(path(tenant));
        refresh();
    }

    /** Returns once the application knows the tenant: during a running refresh, no other starts. */
    public static void known(SandboxVault vault, Operator operator, String tenant, Map<String, String> secret) {
        vault.put(path(tenant), secret);
        await("tenant " + tenant)
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    refresh();
                    return operator.tenant(tenant).statusCode() == 200;
                });
    }

    /** A tenant with an invalid secret: it exists but never runs. */
    public static void broken(SandboxVault vault, Object tenant) {
        known(vault, Surroundings.api(), tenant.toString(), Map.of("harvest_client_id", "an-id"));
    }

    private static String path(Object tenant) {
        return "rocketmat/tenants/" + tenant;
    }

    private static void refresh() {
        Arc.container().instance(VaultRefresh.class).get().refresh();
    }
}
