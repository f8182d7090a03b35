package com.rocketmat.ops;

import com.rocketmat.sandbox.stack.IdentityProvider;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * An application behind a trusted proxy, with an identity provider besides Vault, short timeouts for slow callers, limits of webhooks that a
 * test reaches, and every call traced. Each profile takes a build and a start of the application, so these share one.
 */
public final class Guarded implements QuarkusTestProfile {

    /** Longer than a busy machine needs to open hundreds of connections and serve one of them. */
    static final String IDLE = "6S";

    /** Limits of waiting events of a tenant, and of concurrent webhooks. */
    public static final int QUEUE = 5;

    public static final int AT_ONCE = 20;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("quarkus.oidc.tenant-enabled", "true"),
                Map.entry("quarkus.oidc.client-id", IdentityProvider.AUDIENCE),
                Map.entry("quarkus.oidc.token.audience", IdentityProvider.AUDIENCE),
                Map.entry("quarkus.oidc.roles.role-claim-path", "realm/roles"),
                Map.entry("quarkus.oidc.console.tenant-enabled", "true"),
                Map.entry("quarkus.oidc.console.client-id", IdentityProvider.AUDIENCE),
                Map.entry("quarkus.oidc.console.credentials.secret", "the-secret-of-this-client-at-the-provider"),
                Map.entry("rocketmat.oidc.operator-role", "rocketmat-operators"),
                Map.entry("rocketmat.oidc.viewer-role", "rocketmat-viewers"),
                Map.entry("rocketmat.oidc.tenants-claim", "realm/tenants"),
                Map.entry("quarkus.http.proxy.proxy-address-forwarding", "true"),
                Map.entry("quarkus.http.proxy.allow-x-forwarded", "true"),
                Map.entry("quarkus.http.proxy.trusted-proxies", "127.0.0.1,::1"),
                Map.entry("quarkus.http.idle-timeout", IDLE),
                Map.entry("rocketmat.requests.time", "6s"),
                Map.entry("rocketmat.webhooks.queue", String.valueOf(QUEUE)),
                Map.entry("rocketmat.webhooks.at-once", String.valueOf(AT_ONCE)),
                Map.entry("rocketmat.webhooks.time", "4s"),
                Map.entry("rocketmat.webhooks.max-body", "100K"),
                // this many failures open the circuit
                Map.entry("rocketmat.harvest.circuit-delay", "1s"),
                Map.entry("quarkus.otel.sdk.disabled", "false"),
                // spans are read where they end; there is no exporter
                Map.entry("quarkus.otel.exporter.otlp.endpoint", "http://localhost:9"),
                // not even an operator can re-enable events
                Map.entry("quarkus.otel.span.event.count.limit", "128"),
                Map.entry(SpanTap.SWITCH, "true"));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(SecretiveSurroundings.class), new TestResourceEntry(Provider.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }

    /** Sets fields of type IdentityProvider. */
    public static final class Provider implements QuarkusTestResourceLifecycleManager {

        private IdentityProvider provider;

        @Override
        public Map<String, String> start() {
            provider = IdentityProvider.start();
            return Map.of("quarkus.oidc.auth-server-url", provider.issuer());
        }

        @Override
        public void inject(TestInjector tests) {
            tests.injectIntoFields(provider, new TestInjector.MatchesType(IdentityProvider.class));
        }

        @Override
        public void stop() {
            provider.close();
        }
    }
}
