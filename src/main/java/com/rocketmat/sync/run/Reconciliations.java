package com.rocketmat.sync.run;

import com.rocketmat.harvest.HiddenApplications;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How far the stored ids of applications and candidates (in scores, objections and the decision log) were compared with Greenhouse: in rounds,
 * the largest ids first, some at a time, within a share of the rate window.
 */
@TenantRows
public class Reconciliations {

    /** A round begins after this part of the period, in tenths; the rest is for the round itself. */
    private static final int BEGINS = 9;

    private static final int WHOLE = 10;

    private static final Duration GRACE = Duration.ofDays(3);

    private static final String BEGIN = """
            INSERT INTO reconciliation (tenant_id, round_since, next_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (tenant_id) DO NOTHING""";
    private static final String ROUND = "SELECT round_since, below, next_at FROM reconciliation WHERE tenant_id = ?1";
    private static final String MOVE =
            "UPDATE reconciliation SET round_since = ?2, below = ?3, next_at = ?4 WHERE tenant_id = ?1";
    private static final String BRING_FORWARD = """
            UPDATE reconciliation SET next_at = CASE WHEN below IS NULL
                THEN CAST(?1 AS timestamptz) + random() * (CAST(?2 AS timestamptz) - ?1) ELSE ?1 END
            WHERE next_at > ?2""";
    /** One order for all, so that a round has one position: candidates come after all applications. */
    private static final String NEXT = """
            SELECT place, min(least), max(most), max(job) FROM (
                (SELECT application_id AS place, min(candidate_id) AS least, max(candidate_id) AS most,
                    (array_agg(job_id ORDER BY scored_at DESC) FILTER (WHERE job_id IS NOT NULL))[1] AS job FROM score
                    WHERE tenant_id = ?1 AND application_id < ?2 GROUP BY application_id ORDER BY application_id DESC LIMIT ?3)
                UNION ALL
                (SELECT application_id, candidate_id, candidate_id, job_id FROM candidate_key WHERE tenant_id = ?1
                    AND application_id < ?2 ORDER BY application_id DESC LIMIT ?3)
                UNION ALL
                (SELECT application_id, candidate_id, candidate_id, NULL FROM objection WHERE tenant_id = ?1 AND application_id > 0
                    AND application_id < ?2 ORDER BY application_id DESC LIMIT ?3)
                UNION ALL
                (SELECT -candidate_id, candidate_id, candidate_id, NULL FROM objection WHERE tenant_id = ?1
                    AND candidate_id > -?2 GROUP BY candidate_id ORDER BY candidate_id LIMIT ?3)
                UNION ALL
                (SELECT -candidate_id, candidate_id, candidate_id, NULL FROM candidate_key WHERE tenant_id = ?1
                    AND application_id IS NULL AND candidate_id > -?2 ORDER BY candidate_id LIMIT ?3)) AS stored
            GROUP BY place ORDER BY place DESC LIMIT ?3""";

    private final ReconcileConfig config;
    private final Sql sql;
    private final Clock clock;

    Reconciliations(ReconcileConfig config, Sql sql, Clock clock) {
        this.config = config;
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * What is stored: an application, or a candidate as a whole.
     *
     * @param place in the round: the application's id, or the negative of the candidate's
     * @param candidateIds the candidate, or the candidates of the application: two if tables differ after a merge
     * @param jobId the application's job when it was last read, if known
     */
    public record Stored(long place, Set<Long> candidateIds, Optional<Long> jobId)
            implements HiddenApplications.Absent {

        private static Stored of(Tuple row) {
            return new Stored(
                    row.get(0, Long.class),
                    new TreeSet<>(List.of(row.get(1, Long.class), row.get(2, Long.class))),
                    Optional.ofNullable(row.get(3, Long.class)));
        }

        /** Empty for a candidate as a whole. */
        public Optional<Long> application() {
            return Optional.of(place).filter(id -> id > 0);
        }
    }

    /** @param below where the current round continues; empty between two rounds, and if a round begins anew */
    private record Round(Instant since, Optional<Long> below, Instant nextAt) {

        private static Round of(Tuple row) {
            return new Round(
                    row.get(0, Instant.class), Optional.ofNullable(row.get(1, Long.class)), row.get(2, Instant.class));
        }
    }

    /**
     * Corrects rounds put off by more than a period, because the clock was ahead or the period was longer: those not begun get a time within one
     * period, and those under way continue now.
     */
    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void bringForward() {
        Instant now = clock.instant();
        sql.update(BRING_FORWARD, now, now.plus(period()));
    }

    /** When the next comparison may be made; a tenant's first round begins a while after its first slice. */
    public Instant nextAt(TenantId tenant) {
        return round(tenant).nextAt();
    }

    /** The next ones to compare, if it is time. */
    public List<Stored> next(TenantId tenant, int most) {
        Round round = round(tenant);
        if (clock.instant().isBefore(round.nextAt())) {
            return List.of();
        }
        List<Stored> next = below(tenant, round, most);
        if (next.isEmpty()) {
            Instant since = begun(round);
            move(tenant, since, null, later(clock.instant(), since.plus(period())));
        }
        return next;
    }

    /**
     * Part of the caller's transaction, which records the result. The round continues below the last one still stored: the id of an erased person
     * must not stay as its position.
     *
     * @param next when the next comparison may be made
     */
    @Transactional(TxType.MANDATORY)
    public void compared(TenantId tenant, List<Stored> stored, Instant next) {
        Round round = round(tenant);
        long last = stored.getLast().place();
        Optional<Long> reached = below(tenant, round, stored.size()).stream()
                .map(Stored::place)
                .filter(place -> place >= last)
                .min(Comparator.naturalOrder());
        move(tenant, begun(round), reached.or(round::below).orElse(null), next);
    }

    /** Another user may see other rows: missing rows count only after there was time to correct the user. */
    @Transactional(TxType.MANDATORY)
    void beginLater(TenantId tenant) {
        Duration grace = period().compareTo(GRACE) < 0 ? period() : GRACE;
        move(tenant, round(tenant).since(), null, clock.instant().plus(grace));
    }

    private List<Stored> below(TenantId tenant, Round round, int most) {
        return sql.list(NEXT, Stored::of, tenant, round.below().orElse(Long.MAX_VALUE), most);
    }

    private Instant begun(Round round) {
        return round.below().isPresent() ? round.since() : clock.instant();
    }

    private Duration period() {
        return config.reconcile().multipliedBy(BEGINS).dividedBy(WHOLE);
    }

    private Round round(TenantId tenant) {
        return find(tenant).orElseGet(() -> {
            Instant now = clock.instant();
            // at a random time of the period: tenants that arrive together would otherwise always be compared together
            Duration first = period().dividedBy(WHOLE);
            long spread =
                    ThreadLocalRandom.current().nextLong(period().minus(first).toMillis());
            sql.update(BEGIN, tenant, now, now.plus(first).plusMillis(spread));
            return find(tenant).orElseThrow();
        });
    }

    private Optional<Round> find(TenantId tenant) {
        return sql.find(ROUND, Round::of, tenant);
    }

    private void move(TenantId tenant, Instant since, Long below, Instant nextAt) {
        sql.update(MOVE, tenant, since, Sql.nullable(below, Long.class), nextAt);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
