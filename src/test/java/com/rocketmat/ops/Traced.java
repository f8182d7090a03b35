package com.rocketmat.ops;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** An application with tracing enabled and every call sampled, with customers who have data to hide. */
public final class Traced implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                // this many failures open the circuit
                "rocketmat.harvest.circuit-delay",
                "1s",
                "quarkus.otel.sdk.disabled",
                "false",
                // spans are read where they end; there is no exporter
                "quarkus.otel.exporter.otlp.endpoint",
                "http://localhost:9",
                // not even an operator can re-enable events
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
