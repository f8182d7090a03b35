package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.DatabaseConfig;
import com.rocketmat.tenant.scope.ServedCall;
import com.rocketmat.tenant.scope.TenantOfConnection;
import java.time.Duration;

/** For a test's own pool: its connections are assigned a tenant as the application's are, and serve no call. */
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
