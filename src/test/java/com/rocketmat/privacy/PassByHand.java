package com.rocketmat.privacy;

import com.rocketmat.tenant.scope.RetentionPass;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

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

    public void batch(RetentionPass.Rows rows, Instant before) {
        retention.batch(rows, before);
    }
}
