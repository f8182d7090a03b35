package com.rocketmat.sync.run;

import com.rocketmat.tenant.TenantWake;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.ApplicationsWanted;
import com.rocketmat.tenant.scope.CandidateMerged;
import com.rocketmat.tenant.scope.PersonErased;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Applications that the tenant's next slice reads by their ids, for example after a webhook. They wait while the tenant is blocked, paused or
 * out of calls.
 */
@TenantRows
public class WantedApplications {

    /** An application wanted again gets a new revision, so that an earlier read does not settle it. Ordered by id: no deadlocks. */
    private static final String WANT_AGAIN = """
            INSERT INTO wanted_application AS known (tenant_id, application_id, candidate_id, wanted_at)
            SELECT ?1, id, candidate, clock_timestamp() FROM unnest(?2, ?3) AS wanted (id, candidate)
            ON CONFLICT (tenant_id, application_id) DO UPDATE
            SET revision = DEFAULT, wanted_at = excluded.wanted_at, candidate_id = coalesce(excluded.candidate_id, known.candidate_id)""";

    private static final String WANT = WANT_AGAIN + ", tries = DEFAULT";

    /** Locks in the same order before several are changed. */
    private static final String LOCK =
            "SELECT 1 FROM wanted_application WHERE tenant_id = ?1 AND application_id = ANY (?2) ORDER BY application_id FOR UPDATE";

    /** No pause is longer than a day: what waits longer was wanted while the clock was ahead. */
    static final String DUE = "wanted_at NOT BETWEEN clock_timestamp() AND clock_timestamp() + interval '1 day'";

    private static final String NEXT = """
            SELECT application_id, revision, tries FROM wanted_application
            WHERE tenant_id = ?1 AND %s ORDER BY revision""".formatted(DUE);
    /** A PATCH that timed out may still be executed, so it is not repeated at once; one that keeps failing is repeated once a day. */
    private static final String POSTPONE = """
            UPDATE wanted_application wanted
            SET tries = tries + 1,
                wanted_at = clock_timestamp() + least(interval '1 day', interval '10 seconds' * power(2, least(tries, 14)))
            FROM unnest(?2, ?3) AS read (id, revision)
            WHERE wanted.tenant_id = ?1 AND wanted.application_id = read.id AND wanted.revision = read.revision""";

    private static final String DONE = """
            DELETE FROM wanted_application wanted USING unnest(?2, ?3) AS read (id, revision)
            WHERE wanted.tenant_id = ?1 AND wanted.application_id = read.id AND wanted.revision = read.revision""";
    private static final String FORGET =
            "DELETE FROM wanted_application WHERE tenant_id = ?1 AND (application_id = ANY (?2) OR candidate_id = ?3)";
    /**
     * A slice that ends at this moment may miss what is wanted, and so may replicas while they restart or the database fails over. With
     * clock_timestamp(), which may change within the statement, PostgreSQL would not use an index.
     */
    private static final String LATELY = """
            SELECT DISTINCT tenant_id FROM wanted_application
            WHERE wanted_at BETWEEN statement_timestamp() - interval '10 minutes' AND statement_timestamp()
              AND tenant_id NOT IN (SELECT tenant_id FROM tenant WHERE state IN ('PAUSED', 'INVALID', 'STOPPED'))""";

    private final Sql sql;
    private final Event<TenantWake> wakes;

    WantedApplications(Sql sql, Event<TenantWake> wakes) {
        this.sql = sql;
        this.wakes = wakes;
    }

    /** A wanted application, with the revision that was read, and the failed tries since. */
    public record Wanted(long applicationId, long revision, int tries) {

        private static Wanted of(Tuple row) {
            return new Wanted(row.get(0, Long.class), row.get(1, Long.class), row.get(2, Integer.class));
        }
    }

    /**
     * Has applications read by their ids, without a window, and wakes the tenant once the transaction, perhaps the caller's, has committed.
     *
     * @param candidates the candidates by application, as far as known; an erasure finds waiting applications by them
     */
    public void want(TenantId tenant, Collection<Long> applicationIds, Map<Long, Long> candidates) {
        want(WANT, tenant, applicationIds, candidates);
    }

    /** As {@link #want}, but the pauses of those that keep failing stay long: each sweep finds the same ones. */
    public void wantAgain(TenantId tenant, Collection<Long> applicationIds, Map<Long, Long> candidates) {
        want(WANT_AGAIN, tenant, applicationIds, candidates);
    }

    private void want(String statement, TenantId tenant, Collection<Long> applicationIds, Map<Long, Long> candidates) {
        if (applicationIds.isEmpty()) {
            return;
        }
        Set<Long> ids = new TreeSet<>(applicationIds);
        sql.update(
                statement,
                tenant,
                ids.toArray(Long[]::new),
                ids.stream().map(candidates::get).toArray(Long[]::new));
        wakes.fire(new TenantWake(tenant));
    }

    /** Those that have waited longest, first. */
    public List<Wanted> next(TenantId tenant, int most) {
        return sql.query(NEXT, Tuple.class, tenant).setMaxResults(most).getResultList().stream()
                .map(Wanted::of)
                .toList();
    }

    public boolean waits(TenantId tenant, long applicationId) {
        return sql.value(
                "SELECT EXISTS (SELECT 1 FROM wanted_application WHERE tenant_id = ?1 AND application_id = ?2)",
                Boolean.class,
                tenant,
                applicationId);
    }

    /** The candidate, if known from the request to read the application. */
    public Optional<Long> candidate(TenantId tenant, long applicationId) {
        return sql.find(
                "SELECT candidate_id FROM wanted_application WHERE tenant_id = ?1 AND application_id = ?2 AND candidate_id IS NOT NULL",
                Long.class,
                tenant,
                applicationId);
    }

    /** Part of the caller's transaction, which records the results. An application wanted again meanwhile stays. */
    @Transactional(TxType.MANDATORY)
    public void done(TenantId tenant, Collection<Wanted> read) {
        if (read.isEmpty()) {
            return;
        }
        lock(tenant, read);
        sql.update(DONE, tenant, ids(read), revisions(read));
    }

    /**
     * Part of the caller's transaction, which may mark the others as done. What these applications need failed or came too early, so they are read
     * again after ever longer pauses: no sweep finds an application that is no longer active.
     */
    @Transactional(TxType.MANDATORY)
    public void postpone(TenantId tenant, Collection<Wanted> read, LongPredicate again) {
        List<Wanted> some =
                read.stream().filter(one -> again.test(one.applicationId())).toList();
        if (some.isEmpty()) {
            return;
        }
        // the others too: a deadlock otherwise, if another transaction wants all of them between the two parts
        lock(tenant, read);
        sql.update(POSTPONE, tenant, ids(some), revisions(some));
    }

    private void lock(TenantId tenant, Collection<Wanted> read) {
        sql.list(LOCK, Integer.class, tenant, ids(read));
    }

    private static Long[] ids(Collection<Wanted> read) {
        return read.stream().map(Wanted::applicationId).toArray(Long[]::new);
    }

    private static Long[] revisions(Collection<Wanted> read) {
        return read.stream().map(Wanted::revision).toArray(Long[]::new);
    }

    /** Tenants with an application that was wanted in the last ten minutes and is not read yet. */
    @AcrossTenants
    public List<TenantId> wantedLately() {
        return sql.list(LATELY, String.class).stream().map(TenantId::new).toList();
    }

    void on(@Observes ApplicationsWanted wanted) {
        want(wanted.tenant(), wanted.applicationIds(), wanted.candidates());
    }

    void on(@Observes PersonErased erased) {
        erased.deleted(forget(
                erased.tenant(), erased.applicationIds(), erased.candidate().orElse(null)));
    }

    void on(@Observes CandidateMerged merged) {
        sql.update(
                "UPDATE wanted_application SET candidate_id = ?3 WHERE tenant_id = ?1 AND candidate_id = ?2",
                merged.tenant(),
                merged.loser(),
                merged.winner());
    }

    @Transactional(TxType.MANDATORY)
    int forget(TenantId tenant, Collection<Long> applicationIds, Long candidateId) {
        return sql.update(FORGET, tenant, applicationIds.toArray(Long[]::new), Sql.nullable(candidateId, Long.class));
    }
}
