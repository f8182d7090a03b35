package com.rocketmat.ops;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Warns at start about Quarkus settings that admit more callers than intended, or let them pose as others. */
@ApplicationScoped
class AccessCheck {

    void check(@Observes StartupEvent start) {
        warnings(ConfigProvider.getConfig()).forEach(Log::warn);
    }

    static List<String> warnings(Config config) {
        List<String> warnings = new ArrayList<>();
        if (on(config, "quarkus.http.proxy.proxy-address-forwarding")
                && !set(config, "quarkus.http.proxy.trusted-proxies")) {
            warnings.add("quarkus.http.proxy.proxy-address-forwarding is on for every caller: the audit log records"
                    + " forged addresses; list your proxies in quarkus.http.proxy.trusted-proxies");
        }
        if (on(config, "quarkus.oidc.tenant-enabled") && !set(config, "quarkus.oidc.token.audience")) {
            warnings.add("quarkus.oidc.tenant-enabled is on without quarkus.oidc.token.audience: tokens that the"
                    + " identity provider issued for other services are accepted too; set this service's audience");
        }
        return warnings;
    }

    private static boolean on(Config config, String property) {
        return config.getOptionalValue(property, Boolean.class).orElse(false);
    }

    private static boolean set(Config config, String property) {
        return config.getOptionalValue(property, String.class)
                .filter(value -> !value.isBlank())
                .isPresent();
    }
}
