package com.rocketmat.decision;

import com.rocketmat.decision.CandidateKeys.CandidateKey;
import com.rocketmat.problem.Sha256;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.DecisionLog;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;

/**
 * Appends to the log, in the transactions that make the decisions. Pass all facts in one call: each call locks the tenant's head and
 * costs the same statements for any number of rows.
 */
@TenantRows
public class Decisions {

    private static final String CREATE_HEAD =
            "INSERT INTO decision_head (tenant_id) VALUES (?1) ON CONFLICT (tenant_id) DO NOTHING";
    private static final String HEAD = "SELECT number, at, digest FROM decision_head WHERE tenant_id = ?1 FOR UPDATE";
    private static final String UPDATE_HEAD =
            "UPDATE decision_head SET number = ?2, at = ?3, digest = ?4 WHERE tenant_id = ?1";
    private static final String APPEND = """
            INSERT INTO decision (tenant_id, at, number, alias, job_id, kind, version, value, raw, reasons, mode, detail, features, digest)
            SELECT ?, ?, * FROM unnest(?::bigint[], ?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::numeric[], ?::float8[], ?::text[],
                ?::text[], ?::text[], ?::bytea[], ?::bytea[])""";

    /** Greenhouse's ids are positive. */
    private static final long NO_CANDIDATE = 0;

    private final TenantRegistry tenants;
    private final CandidateKeys keys;
    private final SealedFeatures sealed;
    private final Session session;
    private final Sql sql;
    private final Clock clock;

    Decisions(
            TenantRegistry tenants, CandidateKeys keys, SealedFeatures sealed, Session session, Sql sql, Clock clock) {
        this.tenants = tenants;
        this.keys = keys;
        this.sealed = sealed;
        this.session = session;
        this.sql = sql;
        this.clock = clock;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Appended(ChainedRow row, byte[] features, byte[] digest) {}

    /** The last row of a tenant's chain; its number is 0 for an empty log. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Head(long number, Instant at, byte[] digest) {}

    /** Appends the facts in their order, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void record(TenantId tenant, Collection<Fact> facts) {
        DecisionLog log = logSetting(tenant);
        if (facts.isEmpty() || log == DecisionLog.OFF) {
            return;
        }
        // every transaction locks the rows that the facts are about before the head, which prevents deadlocks
        session.flush();
        Head head = head(tenant).orElseGet(() -> {
            sql.update(CREATE_HEAD, tenant);
            return head(tenant).orElseThrow();
        });
        Map<Subject, CandidateKey> candidateKeys = keys.findOrCreate(tenant, facts);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant at = now.isBefore(head.at()) ? head.at() : now;
        List<Appended> appended = new ArrayList<>();
        long number = head.number();
        byte[] digest = head.digest();
        for (Fact fact : facts) {
            number++;
            CandidateKey key =
                    Optional.ofNullable(candidateKeys.get(fact.subject())).orElseGet(CandidateKey::anonymous);
            byte[] features = log == DecisionLog.FEATURES ? seal(tenant, number, key, fact) : null;
            ChainedRow row = row(tenant, number, at, key, fact, features);
            digest = row.digest(digest);
            appended.add(new Appended(row, features, digest));
        }
        session.doWork(connection -> append(connection, tenant, at, appended));
        sql.update(UPDATE_HEAD, tenant, number, at, digest);
    }

    /**
     * Deletes the keys of a candidate's aliases, in the caller's transaction. The row that records the erasure has none of these aliases,
     * or its time would reveal whose they were.
     *
     * @param alwaysRecord records the erasure even if the log has no alias of the candidate
     * @return the number of deleted keys
     */
    @Transactional(TxType.MANDATORY)
    public int erase(TenantId tenant, long candidateId, Collection<Long> applicationIds, boolean alwaysRecord) {
        if (alwaysRecord || !keys.subjects(tenant, candidateId, applicationIds).isEmpty()) {
            record(tenant, List.of(Fact.about(Subject.ERASED, DecisionKind.ERASED, null)));
        }
        return keys.delete(tenant, candidateId, applicationIds);
    }

    /** The candidate's applications that the log knows, read in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public Set<Long> applications(TenantId tenant, long candidateId) {
        return keys.subjects(tenant, candidateId, List.of()).stream()
                .map(Subject::applicationId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** The candidate of an application, if the log knows it. */
    public Optional<Long> candidate(TenantId tenant, long applicationId) {
        return keys.findCandidate(tenant, applicationId);
    }

    /** Like {@link #erase}, for one application of a candidate who may have others. */
    @Transactional(TxType.MANDATORY)
    public int eraseApplication(TenantId tenant, long applicationId) {
        return erase(tenant, NO_CANDIDATE, List.of(applicationId), false);
    }

    /** The default applies if the tenant's secret is missing or invalid. */
    private DecisionLog logSetting(TenantId tenant) {
        return tenants.settings(tenant).map(TenantSettings::decisions).orElse(DecisionLog.SCORES);
    }

    private ChainedRow row(TenantId tenant, long number, Instant at, CandidateKey key, Fact fact, byte[] features) {
        return new ChainedRow(
                tenant.value(),
                number,
                at,
                key.alias(),
                key.jobId(),
                fact.kind().name(),
                fact.version(),
                fact.value(),
                fact.basis().raw(),
                fact.reasons(),
                fact.mode() == null ? null : fact.mode().name(),
                fact.detail(),
                features == null ? null : Sha256.digest().digest(features));
    }

    private byte[] seal(TenantId tenant, long number, CandidateKey key, Fact fact) {
        if (fact.basis().features().isEmpty()) {
            return null;
        }
        return sealed.seal(
                        tenant,
                        key.alias(),
                        key.salt(),
                        number,
                        fact.version(),
                        fact.basis().features())
                .orElse(null);
    }

    private Optional<Head> head(TenantId tenant) {
        return sql.find(
                HEAD,
                row -> new Head(
                        row.get("number", Long.class), row.get("at", Instant.class), row.get("digest", byte[].class)),
                tenant);
    }

    private static void append(Connection connection, TenantId tenant, Instant at, List<Appended> rows)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
            insert.setString(1, tenant.value());
            insert.setObject(2, at.atOffset(ZoneOffset.UTC));
            var columns = new Columns<>(insert, rows);
            columns.set(3, "bigint", appended -> appended.row().number());
            columns.set(4, "uuid", appended -> appended.row().alias());
            columns.set(5, "bigint", appended -> appended.row().jobId());
            columns.set(6, "text", appended -> appended.row().kind());
            columns.set(7, "text", appended -> appended.row().version());
            columns.set(8, "numeric", appended -> appended.row().value());
            columns.set(9, "float8", appended -> appended.row().raw());
            columns.set(10, "text", appended -> appended.row().reasons());
            columns.set(11, "text", appended -> appended.row().mode());
            columns.set(12, "text", appended -> appended.row().detail());
            columns.set(13, "bytea", Appended::features);
            columns.set(14, "bytea", Appended::digest);
            insert.executeUpdate();
        }
    }
}
