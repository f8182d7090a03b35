package com.rocketmat.privacy;

import jakarta.enterprise.context.ApplicationScoped;

/** Retention's tick, for tests in other rooms. */
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
