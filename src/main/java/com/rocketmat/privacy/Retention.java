package com.rocketmat.privacy;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.RetentionPass.Rows;
import com.rocketmat.tenant.scope.Sql;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.hibernate.Session;

/** Deletes expired rows in small batches. Concurrent replicas skip each other's rows or, in append-only logs, tenants. */
@ApplicationScoped
class Retention {

    static final String IDENTITY = "retention";

    /** For each kind of rows; the next tick continues. */
    private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

    private final RetentionConfig config;
    private final Event<RetentionPass> passes;
    private final Session session;
    private final Clock clock;

    Retention(RetentionConfig config, Event<RetentionPass> passes, Session session, Clock clock) {
        this.config = config;
        this.passes = passes;
        this.session = session;
        this.clock = clock;
    }

    @Scheduled(identity = IDENTITY, every = "1h", delayed = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        for (Rows rows : Rows.values()) {
            try {
                delete(rows, age(rows));
            } catch (RuntimeException e) {
                Log.warnf("Cannot delete old %s; retrying in an hour: %s", rows, e.toString());
            }
        }
    }

    private Duration age(Rows rows) {
        return switch (rows) {
            case RUNS -> config.runs();
            case SCORES -> config.scores();
            case AUDIT -> config.audit();
            case WEBHOOKS -> config.webhooks();
            case DECISIONS -> config.decisions();
        };
    }

    private void delete(Rows rows, Duration age) {
        Instant before = clock.instant().minus(age);
        Instant deadline = clock.instant().plus(TIME_LIMIT);
        long deleted = 0;
        RetentionPass last;
        do {
            last = batch(rows, before);
            deleted += last.number();
        } while (last.more() && clock.instant().isBefore(deadline));
        if (deleted > 0) {
            Log.infof("Deleted %d %s from before %s (retention)", deleted, rows, before);
        }
    }

    @AcrossTenants
    RetentionPass batch(Rows rows, Instant before) {
        // lets this transaction pass the triggers of the append-only tables, for old rows of one kind
        new Sql(session)
                .value(
                        "SELECT set_config('rocketmat.retention', ?1, true)",
                        String.class,
                        rows.name().toLowerCase(Locale.ROOT));
        RetentionPass pass = new RetentionPass(rows, before, session);
        passes.fire(pass);
        return pass;
    }
}
