package com.rocketmat.tenant.scope;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Puts what is done for one tenant into one transaction: its state, what it asks for and its place in the schedule come or fail together. */
@PerTenant
@ApplicationScoped
public class TenantUnit {

    @Transactional
    public void run(TenantId tenant, Runnable work) {
        work.run();
    }
}
