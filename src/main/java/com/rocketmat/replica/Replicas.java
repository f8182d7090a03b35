package com.rocketmat.replica;

import com.rocketmat.access.Reach;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** The replicas of the deployment. Each reports itself; a late report harms nothing. */
@ApplicationScoped
public class Replicas {

    /** Longer than between two reports, and shorter than the time without heartbeats after which a slice counts as dead. */
    private static final Duration REPORTS_WITHIN = Duration.ofSeconds(25);

    private static final String GONE = """
            SELECT NOT EXISTS (SELECT FROM replica WHERE name = ?1
                AND seen_at > statement_timestamp() - CAST(?2 AS interval))""";

    private static final String SEEN = """
            INSERT INTO replica (name, version, since, seen_at) VALUES (?1, ?2, ?3, statement_timestamp())
            ON CONFLICT (name) DO UPDATE SET seen_at = EXCLUDED.seen_at""";

    private static final String FORGET = "DELETE FROM replica WHERE seen_at < statement_timestamp() - interval '1 day'";

    /** Of others, of a time when the clock was ahead: a dead replica would seem to be alive for as long as it was. */
    private static final String CORRECT = """
            UPDATE replica SET seen_at = statement_timestamp()
            WHERE seen_at > statement_timestamp() + interval '5 minutes' AND name <> ?1""";

    /** A replica's slices and trainings are what it has claimed in db-scheduler's tables. */
    private static final String RUNNING = """
            SELECT r.name, r.version, r.since, r.seen_at,
                   coalesce(s.claimed, 0) AS slices, coalesce(t.claimed, 0) AS trainings
            FROM replica r
            LEFT JOIN (SELECT picked_by, count(*) AS claimed FROM scheduled_tasks
                       WHERE picked AND last_heartbeat > statement_timestamp() - interval '1 minute'
                         AND (?1 OR task_instance = ANY(?2)) GROUP BY picked_by) s ON s.picked_by = r.name
            LEFT JOIN (SELECT picked_by, count(*) AS claimed FROM training_task
                       WHERE picked AND last_heartbeat > statement_timestamp() - interval '1 minute'
                         AND (?1 OR task_instance = ANY(?2)) GROUP BY picked_by) t ON t.picked_by = r.name
            WHERE r.seen_at > statement_timestamp() - interval '1 minute' ORDER BY r.since, r.name""";

    private final Sql sql;
    private final Replica self;
    private final Clock clock;
    private final Instant since;
    private final String version;
    private volatile Instant reported;
    /** When this replica last reported again after a time without reports. */
    private volatile Instant reportedAgainAt = Instant.MIN;

    Replicas(Sql sql, Replica self, Clock clock) {
        this.sql = sql;
        this.self = self;
        this.clock = clock;
        this.since = clock.instant();
        this.reported = since;
        this.version = ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);
    }

    /** A replica that reported itself within the last minute, with the number of tenants within reach for which it runs a slice or a training. */
    public record Running(
            String name, String version, Instant since, Instant seen, boolean here, long slices, long trainings) {}

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void report() {
        sql.update(FORGET);
        sql.update(CORRECT, self.name());
        // last: a replica that holds its own row must not wait for another's
        sql.update(SEEN, self.name(), version, since);
        Instant now = clock.instant();
        if (missedReports(now)) {
            reportedAgainAt = now;
        }
        reported = now;
    }

    private boolean missedReports(Instant now) {
        return Duration.between(reported, now).compareTo(REPORTS_WITHIN) > 0;
    }

    /** Whether the replica's process is gone; false in doubt: after an outage of the database, live replicas report themselves one by one. */
    @AcrossTenants
    public boolean gone(String name) {
        Instant now = clock.instant();
        return !name.equals(self.name())
                && !missedReports(now)
                && now.isAfter(reportedAgainAt.plus(REPORTS_WITHIN))
                && sql.value(GONE, Boolean.class, name, REPORTS_WITHIN.toString());
    }

    /** The longest running first. */
    @AcrossTenants
    public List<Running> running(Reach reach) {
        String[] tenants = reach instanceof Reach.Only(Set<String> ids) ? ids.toArray(String[]::new) : new String[0];
        return sql.list(RUNNING, this::running, reach instanceof Reach.All, tenants);
    }

    private Running running(Tuple row) {
        String name = row.get("name", String.class);
        return new Running(
                name,
                row.get("version", String.class),
                row.get("since", Instant.class),
                row.get("seen_at", Instant.class),
                name.equals(self.name()),
                row.get("slices", Long.class),
                row.get("trainings", Long.class));
    }
}
