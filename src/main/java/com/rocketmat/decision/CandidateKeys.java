package com.rocketmat.decision;

import com.rocketmat.problem.Sha256;
import com.rocketmat.tenant.scope.CandidateMerged;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The candidate and application behind each alias of the log. */
@TenantRows
class CandidateKeys {

    private static final int SALT_BYTES = 32;

    // one look-up for each id: while the table is small, PostgreSQL would read all keys of the tenant instead, and go
    // on so
    private static final String KNOWN = """
            SELECT k.* FROM unnest(CAST(?2 AS bigint[])) AS asked (id) CROSS JOIN LATERAL (
                SELECT alias, candidate_id, application_id, job_id, salt FROM candidate_key
                WHERE tenant_id = ?1 AND application_id = asked.id LIMIT 1) k
            UNION ALL
            SELECT k.* FROM unnest(CAST(?3 AS bigint[])) AS asked (id) CROSS JOIN LATERAL (
                SELECT alias, candidate_id, application_id, job_id, salt FROM candidate_key
                WHERE tenant_id = ?1 AND candidate_id = asked.id AND application_id IS NULL LIMIT 1) k""";

    private static final String SAVE = """
            INSERT INTO candidate_key (tenant_id, alias, candidate_id, application_id, job_id, salt)
            SELECT ?, * FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[])
            ON CONFLICT (tenant_id, alias) DO UPDATE SET job_id = excluded.job_id""";

    private final Sql sql;
    private final Session session;
    private final SecureRandom random = new SecureRandom();

    CandidateKeys(Sql sql, Session session) {
        this.sql = sql;
        this.session = session;
    }

    /**
     * @param jobId the application's job, as it was last read, or null
     * @param salt deleted with the key
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record CandidateKey(UUID alias, Subject subject, Long jobId, byte[] salt) {

        private static CandidateKey of(Tuple row) {
            return new CandidateKey(
                    row.get("alias", UUID.class),
                    new Subject(row.get("candidate_id", Long.class), row.get("application_id", Long.class)),
                    row.get("job_id", Long.class),
                    row.get("salt", byte[].class));
        }

        /** Not stored, so that the row's alias leads nowhere. */
        static CandidateKey ofNoOne() {
            return new CandidateKey(UUID.randomUUID(), Subject.ERASED, null, new byte[SALT_BYTES]);
        }

        private CandidateKey on(Long job) {
            return job == null ? this : new CandidateKey(alias, subject, job, salt);
        }

        private boolean isStoredAs(CandidateKey stored) {
            return stored != null && Objects.equals(jobId, stored.jobId());
        }
    }

    /** Part of the caller's transaction, which holds the log's head: the keys of the facts' subjects, made where there is none. */
    @Transactional(TxType.MANDATORY)
    Map<Subject, CandidateKey> of(TenantId tenant, Collection<Fact> facts) {
        Map<Object, CandidateKey> known = known(tenant, facts);
        Map<Object, CandidateKey> keys = new HashMap<>(known);
        Map<Subject, CandidateKey> bySubject = new HashMap<>();
        for (Fact fact : facts) {
            Subject subject = fact.subject();
            if (subject.candidateId() != null) {
                CandidateKey key = keys.computeIfAbsent(place(subject), _ -> made(subject))
                        .on(fact.basis().jobId());
                keys.put(place(subject), key);
                bySubject.put(subject, key);
            }
        }
        List<CandidateKey> changed = keys.entrySet().stream()
                .filter(key -> !key.getValue().isStoredAs(known.get(key.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        if (!changed.isEmpty()) {
            session.doWork(connection -> save(connection, tenant, changed));
        }
        return bySubject;
    }

    private Map<Object, CandidateKey> known(TenantId tenant, Collection<Fact> facts) {
        Long[] applications = facts.stream()
                .map(fact -> fact.subject().applicationId())
                .filter(Objects::nonNull)
                .distinct()
                .toArray(Long[]::new);
        Long[] candidates = facts.stream()
                .map(Fact::subject)
                .filter(subject -> subject.applicationId() == null && subject.candidateId() != null)
                .map(Subject::candidateId)
                .distinct()
                .toArray(Long[]::new);
        return sql.list(KNOWN, Tuple.class, tenant, applications, candidates).stream()
                .map(CandidateKey::of)
                .collect(Collectors.toMap(key -> place(key.subject()), Function.identity()));
    }

    /** Two candidates may have been merged since, so an application is known by its id alone. */
    private static Object place(Subject subject) {
        return subject.applicationId() == null ? subject : subject.applicationId();
    }

    /** {@link ChainPages} compares the alias. It is not bound to the candidate, who may be merged, and tells nothing without the salt. */
    private CandidateKey made(Subject subject) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        MessageDigest sha = Sha256.digest();
        sha.update(salt);
        sha.update(Objects.toString(subject.applicationId(), "").getBytes(StandardCharsets.UTF_8));
        ByteBuffer digest = ByteBuffer.wrap(sha.digest());
        return new CandidateKey(new UUID(digest.getLong(), digest.getLong()), subject, null, salt);
    }

    private static void save(Connection connection, TenantId tenant, List<CandidateKey> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
            statement.setString(1, tenant.value());
            var columns = new Columns<>(statement, keys);
            columns.set(2, "uuid", CandidateKey::alias);
            columns.set(3, "bigint", key -> key.subject().candidateId());
            columns.set(4, "bigint", key -> key.subject().applicationId());
            columns.set(5, "bigint", CandidateKey::jobId);
            columns.set(6, "bytea", CandidateKey::salt);
            statement.executeUpdate();
        }
    }

    /** Part of the caller's transaction: the subjects that are known of a candidate and of these applications, for an erasure. */
    @Transactional(TxType.MANDATORY)
    List<Subject> of(TenantId tenant, long candidateId, Collection<Long> applicationIds) {
        return sql.list(
                "SELECT candidate_id, application_id FROM candidate_key WHERE tenant_id = ?1 AND (candidate_id = ?2 OR application_id = ANY (?3))",
                row -> new Subject(row.get(0, Long.class), row.get(1, Long.class)),
                tenant,
                candidateId,
                applicationIds.toArray(Long[]::new));
    }

    Optional<Long> candidate(TenantId tenant, long applicationId) {
        return sql.find(
                "SELECT candidate_id FROM candidate_key WHERE tenant_id = ?1 AND application_id = ?2",
                Long.class,
                tenant,
                applicationId);
    }

    /** Part of the caller's transaction: the rows' aliases lead nowhere from now on. How many there were. */
    @Transactional(TxType.MANDATORY)
    int delete(TenantId tenant, long candidateId, Collection<Long> applicationIds) {
        return sql.update(
                "DELETE FROM candidate_key WHERE tenant_id = ?1 AND (candidate_id = ?2 OR application_id = ANY (?3))",
                tenant,
                candidateId,
                applicationIds.toArray(Long[]::new));
    }

    void on(@Observes CandidateMerged merged) {
        move(merged.tenant(), merged.loser(), merged.winner());
    }

    @Transactional(TxType.MANDATORY)
    void move(TenantId tenant, long loser, long winner) {
        sql.update(
                "UPDATE candidate_key SET candidate_id = ?3 WHERE tenant_id = ?1 AND candidate_id = ?2",
                tenant,
                loser,
                winner);
    }
}
