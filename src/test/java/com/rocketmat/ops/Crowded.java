package com.rocketmat.ops;

import com.rocketmat.sandbox.stack.Surroundings;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** An application with few threads and connections, so that few calls use them up. */
public final class Crowded implements QuarkusTestProfile {

    static final int CALLS = 8;
    static final int TRANSACTIONS = 3;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.thread-pool.max-threads", String.valueOf(2 * CALLS),
                "quarkus.datasource.jdbc.max-size", String.valueOf(2 * TRANSACTIONS),
                "rocketmat.sync.workers", "1",
                "rocketmat.database.read-time", "3s",
                "quarkus.http.idle-timeout", "1M");
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
