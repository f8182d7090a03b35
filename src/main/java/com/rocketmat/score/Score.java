package com.rocketmat.score;

import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.annotations.Mutability;
import org.hibernate.query.NativeQuery;
import org.hibernate.type.descriptor.java.Immutability;

/** One application's score by one model version. The table is its own outbox: PENDING rows are yet to be written. */
@Entity
@IdClass(Score.Key.class)
public class Score extends PanacheEntityBase {

    // native, because they run in each slice: where rows are filtered by tenant, Hibernate translates its own queries
    // anew each time

    private static final String OF = "SELECT * FROM score WHERE tenant_id = ?1 AND application_id = ANY (?2)";

    /**
     * In this order wherever rows of several applications are changed, so that transactions wait for each other without a deadlock. The updates
     * below keep no order: where one meets an objection, PostgreSQL undoes one of the two, and it is repeated.
     */
    private static final String LOCKED = OF + " ORDER BY application_id, model_version FOR UPDATE";

    // states are literals in queries that rely on a partial index: PostgreSQL's plan for a parameter could not use it

    private static final String PENDING_FIRST =
            "SELECT * FROM score WHERE tenant_id = ?1 AND state = 'PENDING' AND replaces IS NULL ORDER BY application_id DESC";

    private static final String PENDING_REPLACING =
            "SELECT * FROM score WHERE tenant_id = ?1 AND state = 'PENDING' AND replaces IS NOT NULL ORDER BY application_id DESC";

    static final String ANY = "SELECT EXISTS (SELECT 1 FROM score WHERE tenant_id = ?1)";
    static final String ANY_WAITING = "SELECT EXISTS (SELECT 1 FROM score WHERE tenant_id = ?1 AND state = 'PENDING')";

    // rare, and over many rows: arrays and counts instead of joins, so that PostgreSQL uses the indexes regardless of
    // its statistics

    static final String SUPERSEDE_WAITING = """
            UPDATE score SET state = 'SUPERSEDED', reason = ?3
            WHERE tenant_id = ?1 AND state = 'PENDING' AND model_version = ANY (string_to_array(?2, ' '))""" + ScoreFacts.RETURNING;

    static final String SUPERSEDE_BY_DRY = """
            UPDATE score SET state = 'SUPERSEDED', reason = ?3
            WHERE tenant_id = ?1 AND state = 'PENDING' AND (SELECT count(*) FROM score dry
                WHERE dry.tenant_id = ?1 AND dry.application_id = score.application_id AND dry.model_version = ?2
                AND dry.state = 'DRY') > 0""" + ScoreFacts.RETURNING;

    static final String PROMOTE_DRY = """
            UPDATE score SET state = 'PENDING' WHERE tenant_id = ?1 AND model_version = ?2 AND state = 'DRY'
              AND application_id = ANY (ARRAY(SELECT application_id FROM score WHERE tenant_id = ?1
                AND model_version = ?2 AND state = 'DRY' ORDER BY application_id DESC LIMIT ?3))""" + ScoreFacts.RETURNING;

    static final String ANY_DRY_WITHOUT = """
            SELECT EXISTS (SELECT 1 FROM score dry WHERE dry.tenant_id = ?1 AND dry.state = 'DRY'
                AND (SELECT count(*) FROM score made WHERE made.tenant_id = ?1 AND made.application_id = dry.application_id
                AND made.model_version = ?2 AND made.state <> 'SHADOW') = 0)""";

    /** No slice takes a minute. */
    private static final String LAST_WRITTEN = """
            SELECT * FROM score WHERE tenant_id = ?1 AND state = 'WRITTEN' AND written_at > (SELECT max(written_at)
                FROM score WHERE tenant_id = ?1 AND state = 'WRITTEN') - interval '1 minute'""";

    /**
     * All values that may be in the field by us, also of a write that is not confirmed, waits or was given up. Not those of a dry run or a
     * shadow, nor of the tenant's former field; none if lists may show a doctor's value.
     */
    private static final String PERHAPS_IN = """
            SELECT * FROM score
            WHERE tenant_id = ?1 AND application_id = ANY (?2) AND value IS NOT NULL AND state NOT IN ('DRY', 'SHADOW')
              AND (written_at IS NULL OR score_field IS NULL OR score_field = ?3)
              AND application_id IS DISTINCT FROM (SELECT examined_application_id FROM write_proof
                  WHERE tenant_id = ?1 AND (examined_until IS NULL OR examined_until > ?4))""";

    @Id
    @org.hibernate.annotations.TenantId
    String tenantId;

    @Id
    long applicationId;

    @Id
    String modelVersion;

    long candidateId;

    /** The application's job when it was scored; null if it has none, or that is unknown. */
    Long jobId;

    BigDecimal value;

    @Convert(converter = ReasonsConverter.class)
    // otherwise Hibernate copies them by way of JSON at each load, insert and update
    @Mutability(Immutability.class)
    List<Reason> reasons;

    @Enumerated(EnumType.STRING)
    ScoreState state;

    Instant scoredAt;

    Instant writtenAt;

    /** The field that it was last written to; null if it was not, or that is unknown. */
    @Column(name = "score_field")
    String field;

    String reason;

    /** The version whose score in Greenhouse this one replaces; null if the field is expected to be empty. */
    String replaces;

    protected Score() {}

    Score(long applicationId, String modelVersion) {
        this.applicationId = applicationId;
        this.modelVersion = modelVersion;
    }

    record Key(String tenantId, long applicationId, String modelVersion) implements Serializable {}

    static List<Score> of(TenantId tenant, Collection<Long> applicationIds) {
        return query(OF, tenant)
                .setParameter(2, applicationIds.toArray(Long[]::new))
                .getResultList();
    }

    /** To be changed by this transaction: one that erases some of them waits, or goes first. */
    static List<Score> locked(TenantId tenant, Collection<Long> applicationIds) {
        return query(LOCKED, tenant)
                .setParameter(2, applicationIds.toArray(Long[]::new))
                .getResultList();
    }

    /** Newest applications first, because recruiters look at those now; either those {@code replacing} an older score, or the others. */
    static List<Score> pending(TenantId tenant, boolean replacing, int most) {
        return query(replacing ? PENDING_REPLACING : PENDING_FIRST, tenant)
                .setMaxResults(most)
                .getResultList();
    }

    /** The last ones that were written, and those within a minute before. */
    static List<Score> lastWritten(TenantId tenant) {
        return query(LAST_WRITTEN, tenant).getResultList();
    }

    /** Detached, so that they are read again when they are locked. */
    static List<Score> perhapsIn(TenantId tenant, ScoreField field, Collection<Long> applicationIds, Instant now) {
        List<Score> scores = query(PERHAPS_IN, tenant)
                .setParameter(2, applicationIds.toArray(Long[]::new))
                .setParameter(3, field.nameKey())
                .setParameter(4, now)
                .getResultList();
        scores.forEach(getSession()::detach);
        return scores;
    }

    private static NativeQuery<Score> query(String query, TenantId tenant) {
        return getSession()
                .createNativeQuery(query, Score.class)
                .addSynchronizedEntityClass(Score.class)
                .setParameter(1, tenant.value());
    }

    static Stream<Score> by(String modelVersion, Collection<Score> rows) {
        return rows.stream().filter(row -> row.modelVersion.equals(modelVersion));
    }

    /** Adds it to its application's {@code rows}, unless this version has one, and takes their candidate: theirs it is, as far as we know. */
    static Score make(List<Score> rows, String modelVersion, NewScore made, ScoreState as, Instant at) {
        Score score = by(modelVersion, rows).findFirst().orElseGet(() -> {
            Score first = new Score(made.applicationId(), modelVersion);
            first.candidateId = rows.isEmpty() ? made.candidateId() : rows.getFirst().candidateId;
            rows.add(first);
            return first;
        });
        score.jobId = made.basis().jobId();
        score.value = made.value();
        score.reasons = made.reasons();
        score.state = as;
        score.scoredAt = at;
        score.writtenAt = null;
        score.reason = made.refusal();
        score.replaces = made.replaces();
        score.persist();
        return score;
    }

    void supersede(String why) {
        state = ScoreState.SUPERSEDED;
        reason = why;
    }

    /** The scores after a position, of one state and version if not null: newest application first, then by version. */
    static List<Score> page(
            TenantId tenant, ScoreState state, String version, long application, String after, int size) {
        // the first condition can use the index
        String where =
                "tenantId = :tenant and applicationId <= :application and (applicationId < :application or modelVersion > :after)";
        Map<String, Object> values =
                new HashMap<>(Map.of("tenant", tenant.value(), "application", application, "after", after));
        if (state != null) {
            where += " and state = :state";
            values.put("state", state);
        }
        if (version != null) {
            where += " and modelVersion = :version";
            values.put("version", version);
        }
        return find(where + " order by applicationId desc, modelVersion", values)
                .page(0, size)
                .list();
    }
}
