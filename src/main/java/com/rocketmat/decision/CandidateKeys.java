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

/** Maps the log's aliases to candidates and applications. */
@TenantRows
class CandidateKeys {

    private static final int SALT_BYTES = 32;

    // one lookup per id: otherwise PostgreSQL plans to read all keys of the tenant while the table is small, and keeps
    // that plan
    private static final String FIND = """
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
     * @param jobId the application's job when it was last read, or null
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

        /** Not stored, so that nothing leads from the row's alias to a person. */
        static CandidateKey anonymous() {
            return new CandidateKey(UUID.randomUUID(), Subject.ERASED, null, new byte[SALT_BYTES]);
        }

        private CandidateKey withJob(Long job) {
            return job == null ? this : new CandidateKey(alias, subject, job, salt);
        }

        private boolean isStoredAs(CandidateKey stored) {
            return stored != null && Objects.equals(jobId, stored.jobId());
        }
    }

    /** Finds or creates the keys of the facts' subjects, in the caller's transaction, which holds the lock on the log's head. */
    @Transactional(TxType.MANDATORY)
    Map<Subject, CandidateKey> findOrCreate(TenantId tenant, Collection<Fact> facts) {
        Map<Object, CandidateKey> stored = find(tenant, facts);
        Map<Object, CandidateKey> keys = new HashMap<>(stored);
        Map<Subject, CandidateKey> bySubject = new HashMap<>();
        for (Fact fact : facts) {
            Subject subject = fact.subject();
            if (subject.candidateId() != null) {
                CandidateKey key = keys.computeIfAbsent(identity(subject), _ -> create(subject))
                        .withJob(fact.basis().jobId());
                keys.put(identity(subject), key);
                bySubject.put(subject, key);
            }
        }
        List<CandidateKey> changed = keys.entrySet().stream()
                .filter(key -> !key.getValue().isStoredAs(stored.get(key.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        if (!changed.isEmpty()) {
            session.doWork(connection -> save(connection, tenant, changed));
        }
        return bySubject;
    }

    private Map<Object, CandidateKey> find(TenantId tenant, Collection<Fact> facts) {
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
        return sql.list(FIND, Tuple.class, tenant, applications, candidates).stream()
                .map(CandidateKey::of)
                .collect(Collectors.toMap(key -> identity(key.subject()), Function.identity()));
    }

    /** An application is identified by its id alone, because its candidate may have been merged into another one. */
    private static Object identity(Subject subject) {
        return subject.applicationId() == null ? subject : subject.applicationId();
    }

    /** The alias does not depend on the candidate, who may be merged, and reveals nothing without the salt. {@link ChainPages} checks it. */
    private CandidateKey create(Subject subject) {
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

    /** Finds the subjects that an erasure concerns, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    List<Subject> subjects(TenantId tenant, long candidateId, Collection<Long> applicationIds) {
        return sql.list(
                "SELECT candidate_id, application_id FROM candidate_key WHERE tenant_id = ?1 AND (candidate_id = ?2 OR application_id = ANY (?3))",
                row -> new Subject(row.get(0, Long.class), row.get(1, Long.class)),
                tenant,
                candidateId,
                applicationIds.toArray(Long[]::new));
    }

    Optional<Long> findCandidate(TenantId tenant, long applicationId) {
        return sql.find(
                "SELECT candidate_id FROM candidate_key WHERE tenant_id = ?1 AND application_id = ?2",
                Long.class,
                tenant,
                applicationId);
    }

    /** Deletes keys in the caller's transaction, so that nothing leads from their aliases to a person; returns their number. */
    @Transactional(TxType.MANDATORY)
    int delete(TenantId tenant, long candidateId, Collection<Long> applicationIds) {
        return sql.update(
                "DELETE FROM candidate_key WHERE tenant_id = ?1 AND (candidate_id = ?2 OR application_id = ANY (?3))",
                tenant,
                candidateId,
                applicationIds.toArray(Long[]::new));
    }

    void on(@Observes CandidateMerged merged) {
        reassign(merged.tenant(), merged.loser(), merged.winner());
    }

    @Transactional(TxType.MANDATORY)
    void reassign(TenantId tenant, long loser, long winner) {
        sql.update(
                "UPDATE candidate_key SET candidate_id = ?3 WHERE tenant_id = ?1 AND candidate_id = ?2",
                tenant,
                loser,
                winner);
    }
}
