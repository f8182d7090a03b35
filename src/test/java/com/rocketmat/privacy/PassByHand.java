package com.rocketmat.privacy;

import com.rocketmat.tenant.scope.RetentionPass;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;

/** Runs retention on demand. In tests its schedule is paused, or it would delete the rows inserted for another pass. */
@ApplicationScoped
public class PassByHand {

    private final Retention retention;

    PassByHand(Retention retention) {
        this.retention = retention;
    }

    void pauseSchedule(@Observes StartupEvent event, Scheduler scheduler) {
        scheduler.pause(Retention.IDENTITY);
    }

    public void tick() {
        retention.tick();
    }

    public void batch(RetentionPass.Rows rows, Instant before) {
        retention.batch(rows, before);
    }
}
