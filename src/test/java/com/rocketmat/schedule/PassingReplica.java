package com.rocketmat.schedule;

import static org.awaitility.Awaitility.await;

import com.rocketmat.replica.Replica;
import com.rocketmat.sync.run.SyncConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/** Another replica that takes tenants, does nothing for them and stops, as in a rollout. */
@ApplicationScoped
public class PassingReplica {

    private final DataSource database;
    private final SyncConfig config;
    private final Clock clock;

    PassingReplica(DataSource database, SyncConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    public void stayUntil(Callable<Boolean> done) {
        DueTenants replica = new DueTenants(database, config, clock, new Replica());
        replica.start(_ -> Optional.of(Turn.at(clock.instant())), _ -> true, _ -> {});
        try {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(done);
        } finally {
            replica.drain();
        }
    }
}
