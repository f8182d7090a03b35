package com.rocketmat.tenant;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import io.quarkus.arc.Arc;
import java.time.Duration;
import java.util.Map;

/** A tenant's secret, which the application under test reads at once instead of at its next refresh. */
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

    /** Returns when the application knows the tenant: while another refresh is under way, none begins. */
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

    /** A tenant whose secret is broken on purpose, so that it exists but never runs. */
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
