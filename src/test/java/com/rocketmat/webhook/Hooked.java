package com.rocketmat.webhook;

import com.rocketmat.sandbox.Surroundings;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** Limits of webhooks that a test reaches. */
public final class Hooked implements QuarkusTestProfile {

    static final int QUEUE = 5;
    static final int AT_ONCE = 20;
    static final int SHARES = WebhookRoute.SHARES;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "rocketmat.webhooks.queue", String.valueOf(QUEUE),
                "rocketmat.webhooks.at-once", String.valueOf(AT_ONCE),
                "rocketmat.webhooks.time", "4s",
                "rocketmat.webhooks.max-body", "100K",
                "quarkus.datasource.jdbc.acquisition-timeout", "2S");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Surroundings.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
