package com.rocketmat.harvest;

import com.rocketmat.harvest.call.HarvestConfig;
import com.rocketmat.harvest.session.Budgets;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.harvest.v1.V1Api;
import com.rocketmat.harvest.v3.TokenApi;
import com.rocketmat.harvest.v3.V3Api;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.state.TenantChange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.enterprise.inject.spi.CDI;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The application's sessions, but with the test's clock and token endpoint. */
public final class OwnSessions {

    private OwnSessions() {}

    public static HarvestSessions of(URI tokenUrl, Clock clock) {
        return of(tokenUrl, clock, application().callTimeout());
    }

    public static HarvestSessions of(URI tokenUrl, Clock clock, Duration callTimeout) {
        return new HarvestSessions(
                client(V3Api.class),
                client(V1Api.class),
                QuarkusRestClientBuilder.newBuilder().baseUri(tokenUrl).build(TokenApi.class),
                new Config(
                        application().url(),
                        tokenUrl,
                        callTimeout,
                        application().circuitDelay()),
                CDI.current().select(Budgets.class).get(),
                clock,
                new SimpleMeterRegistry());
    }

    /** As the event does in the application. */
    public static void tell(HarvestSessions sessions, TenantChange change, TenantRegistry tenants) {
        sessions.forget(change, tenants);
    }

    private static HarvestConfig application() {
        return CDI.current().select(HarvestConfig.class).get();
    }

    private record Config(URI url, URI tokenUrl, Duration callTimeout, Duration circuitDelay)
            implements HarvestConfig {}

    private static <T> T client(Class<T> type) {
        return CDI.current().select(type, RestClient.LITERAL).get();
    }
}
