package com.rocketmat.privacy;

import jakarta.enterprise.context.ApplicationScoped;

/** Triggers retention, for tests in other packages. */
@ApplicationScoped
public class PassByHand {

    private final Retention retention;

    PassByHand(Retention retention) {
        this.retention = retention;
    }

    public void tick() {
        retention.tick();
    }
}
