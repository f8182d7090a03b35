package com.rocketmat.ops;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** An application with its tracing switched on and every call sampled, with customers who have something to hide. */
public final class Traced implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                // so many failures open the circuit
                "rocketmat.harvest.circuit-delay",
                "1s",
                "quarkus.otel.sdk.disabled",
                "false",
                // spans are read where they end; nobody listens here
                "quarkus.otel.exporter.otlp.endpoint",
                "http://localhost:9",
                // an operator cannot have events back
                "quarkus.otel.span.event.count.limit",
                "128",
                SpanTap.SWITCH,
                "true");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(SecretiveSurroundings.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
