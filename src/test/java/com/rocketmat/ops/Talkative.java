package com.rocketmat.ops;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** An application that logs everything, wire logs included, with customers who have data to hide. */
public final class Talkative implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                // this many failures open the circuit
                "rocketmat.harvest.circuit-delay", "1s",
                "quarkus.log.min-level", "ALL",
                "quarkus.log.level", "ALL",
                // a log of some hundred megabytes; the test reads it with its own handler
                "quarkus.log.console.enabled", "false",
                "quarkus.rest-client.logging.scope", "all",
                "quarkus.rest-client.logging.body-limit", "100000",
                "quarkus.vault.log-confidentiality-level", "low");
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
