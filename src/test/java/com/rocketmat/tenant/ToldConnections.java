package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.DatabaseConfig;
import com.rocketmat.tenant.scope.ServedCall;
import com.rocketmat.tenant.scope.TenantOfConnection;
import java.time.Duration;

/** For a test's own pool: assigns the tenant to its connections as the application does. */
public final class ToldConnections {

    private ToldConnections() {}

    private record Settings(Duration readTime, boolean allowBypassRls) implements DatabaseConfig {}

    public static TenantOfConnection interceptor() {
        return new TenantOfConnection(
                new ServedCall(null) {
                    @Override
                    public boolean reads() {
                        return false;
                    }
                },
                new Settings(Duration.ZERO, false));
    }
}
