package com.rocketmat.ops;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Warns at startup about Quarkus settings that admit more callers than intended, or let callers forge their address. */
@ApplicationScoped
class AccessCheck {

    void check(@Observes StartupEvent start) {
        warnings(ConfigProvider.getConfig()).forEach(Log::warn);
    }

    static List<String> warnings(Config config) {
        List<String> warnings = new ArrayList<>();
        if (isOn(config, "quarkus.http.proxy.proxy-address-forwarding")
                && !isSet(config, "quarkus.http.proxy.trusted-proxies")) {
            warnings.add("quarkus.http.proxy.proxy-address-forwarding is on for every caller: callers can forge their"
                    + " address in the audit log; list your proxies in quarkus.http.proxy.trusted-proxies");
        }
        if (isOn(config, "quarkus.oidc.tenant-enabled") && !isSet(config, "quarkus.oidc.token.audience")) {
            warnings.add("quarkus.oidc.tenant-enabled is on without quarkus.oidc.token.audience: tokens that the"
                    + " identity provider issued for other services are accepted too; set this service's audience");
        }
        return warnings;
    }

    private static boolean isOn(Config config, String property) {
        return config.getOptionalValue(property, Boolean.class).orElse(false);
    }

    private static boolean isSet(Config config, String property) {
        return config.getOptionalValue(property, String.class)
                .filter(value -> !value.isBlank())
                .isPresent();
    }
}
