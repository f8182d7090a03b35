package com.rocketmat.score;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.model.upload.ProtectedAttributes;
import com.rocketmat.tenant.scope.PersonErased;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scores of one person, of all versions: the subject of a candidate's rights. */
@TenantRows
public class PersonalScores {

    public static final String OBJECTS = "the candidate objects to being scored";
    public static final String ERASED = "the candidate was erased";

    private static final Comparator<Score> COUNTS_FIRST = Comparator.<Score>comparingInt(score -> switch (score.state) {
                case WRITTEN -> 0;
                case PENDING -> 1;
                case DRY, GONE, REFUSED, SUPERSEDED -> 2;
                case SHADOW -> 3;
            })
            .thenComparing(score -> score.scoredAt, Comparator.reverseOrder())
            .thenComparing(score -> score.modelVersion);

    private static final String LOCK =
            "SELECT 1 FROM score WHERE tenant_id = ?1 AND candidate_id = ANY (?2) ORDER BY application_id, model_version FOR UPDATE";

    private static final String WITHHOLD =
            "UPDATE score SET state = 'SUPERSEDED', reason = ?3 WHERE tenant_id = ?1 AND candidate_id = ?2 AND state = 'PENDING'"
                    + ScoreFacts.RETURNING;

    /** A written score has a reason only if it could not be removed. */
    private static final String STAY =
            "UPDATE score SET reason = NULL WHERE tenant_id = ?1 AND candidate_id = ?2 AND state = 'WRITTEN' AND reason IS NOT NULL";

    private final Decisions decisions;
    private final ProtectedAttributes attributes;
    private final Sql sql;

    PersonalScores(Decisions decisions, ProtectedAttributes attributes, Sql sql) {
        this.decisions = decisions;
        this.attributes = attributes;
        this.sql = sql;
    }

    public record LastWrite(long candidateId, OwnScore score) {}

    /** Part of the caller's transaction: the candidate no longer objects, so fields that could not be emptied may keep their scores. */
    @Transactional(TxType.MANDATORY)
    public void stay(TenantId tenant, long candidateId) {
        sql.update(STAY, tenant, candidateId);
    }

    /** Newest application first, then by version. */
    public List<ScoreView> of(TenantId tenant, long candidateId) {
        List<Score> scores = Score.list(
                "tenantId = ?1 and candidateId = ?2 order by applicationId desc, scoredAt desc, modelVersion",
                tenant.value(),
                candidateId);
        return scores.stream().map(score -> ScoreView.of(score, attributes)).toList();
    }

    /** The application's scores, the one that counts first: written, waiting, then the newest; shadows last. */
    public List<ScoreView> ofApplication(TenantId tenant, long applicationId) {
        return Score.of(tenant, List.of(applicationId)).stream()
                .sorted(COUNTS_FIRST)
                .map(score -> ScoreView.of(score, attributes))
                .toList();
    }

    /** The candidate's applications that have a score. */
    public Set<Long> applications(TenantId tenant, long candidateId) {
        return new TreeSet<>(sql.list(
                "SELECT application_id FROM score WHERE tenant_id = ?1 AND candidate_id = ?2",
                Long.class,
                tenant,
                candidateId));
    }

    public List<OwnScore> carried(TenantId tenant, long candidateId) {
        return rows(tenant, candidateId)
                .flatMap(rows -> OwnScore.of(rows).stream())
                .toList();
    }

    /** Also those that may have been in flight when a replica died. */
    public List<OwnScore> carriedOrOnTheirWay(TenantId tenant, long candidateId) {
        return rows(tenant, candidateId)
                .flatMap(rows -> OwnScore.orOnItsWay(rows).stream())
                .toList();
    }

    /** By application. */
    private Stream<List<Score>> rows(TenantId tenant, long candidateId) {
        return OwnScores.byApplication(tenant, applications(tenant, candidateId)).values().stream();
    }

    /** The application's candidate, if a score names one. */
    public Optional<Long> candidate(TenantId tenant, long applicationId) {
        return sql.find(
                "SELECT candidate_id FROM score WHERE tenant_id = ?1 AND application_id = ?2 LIMIT 1",
                Long.class,
                tenant,
                applicationId);
    }

    /** The applications' current candidates, where scores name them: a merge may have moved them. */
    public Map<Long, Long> candidates(TenantId tenant, Collection<Long> applicationIds) {
        return sql
                .list(
                        "SELECT application_id, candidate_id FROM score WHERE tenant_id = ?1 AND application_id = ANY (?2)",
                        Tuple.class,
                        tenant,
                        applicationIds.toArray(Long[]::new))
                .stream()
                .collect(Collectors.toMap(
                        row -> row.get(0, Long.class), row -> row.get(1, Long.class), (first, _) -> first));
    }

    /** The applications' jobs when they were scored, if known. */
    public Map<Long, Long> jobs(TenantId tenant, Collection<Long> applicationIds) {
        return sql
                .list(
                        "SELECT DISTINCT ON (application_id) application_id, job_id FROM score WHERE tenant_id = ?1 AND application_id = ANY (?2) AND job_id IS NOT NULL ORDER BY application_id, scored_at DESC",
                        Tuple.class,
                        tenant,
                        applicationIds.toArray(Long[]::new))
                .stream()
                .collect(Collectors.toMap(row -> row.get(0, Long.class), row -> row.get(1, Long.class)));
    }

    /** What a slice wrote before its replica died, or was about to: the tenant's last writes, and at most so many of each kind that wait. */
    public List<LastWrite> lastWrites(TenantId tenant, int most) {
        return Stream.of(
                        Score.lastWritten(tenant),
                        Score.pending(tenant, false, most),
                        Score.pending(tenant, true, most))
                .flatMap(List::stream)
                .map(score -> new LastWrite(score.candidateId, OwnScore.of(score)))
                .toList();
    }

    /**
     * Part of the caller's transaction, which goes on to write to the decision log. All transactions that change scores lock in this order:
     * the digest key, the wanted applications, the position and its runs, scores, the head of the log.
     */
    @Transactional(TxType.MANDATORY)
    public void lock(TenantId tenant, Collection<Long> candidateIds) {
        sql.list(LOCK, Integer.class, tenant, candidateIds.toArray(Long[]::new));
    }

    /** Part of the caller's transaction: what waits is not written. */
    @Transactional(TxType.MANDATORY)
    public void withhold(TenantId tenant, long candidateId, String why) {
        List<Fact> withheld = sql
                .query(WITHHOLD, Tuple.class, tenant, candidateId, why)
                .addSynchronizedQuerySpace("score")
                .getResultList()
                .stream()
                .map(row -> ScoreFacts.of(DecisionKind.WITHHELD, row, why))
                .toList();
        decisions.record(tenant, withheld);
    }

    /** Part of the caller's transaction: Greenhouse has merged the one into the other. */
    @Transactional(TxType.MANDATORY)
    public void transfer(TenantId tenant, long loser, long winner) {
        lock(tenant, List.of(loser, winner));
        sql.update(
                "UPDATE score SET candidate_id = ?3 WHERE tenant_id = ?1 AND candidate_id = ?2", tenant, loser, winner);
    }

    void on(@Observes PersonErased erased) {
        erased.candidate().ifPresent(id -> erased.deleted(erase(erased.tenant(), id)));
        erased.deleted(erase(erased.tenant(), erased.applicationIds()));
    }

    @Transactional(TxType.MANDATORY)
    int erase(TenantId tenant, long candidateId) {
        lock(tenant, List.of(candidateId));
        return sql.update("DELETE FROM score WHERE tenant_id = ?1 AND candidate_id = ?2", tenant, candidateId);
    }

    @Transactional(TxType.MANDATORY)
    int erase(TenantId tenant, Set<Long> applicationIds) {
        return sql.update(
                "DELETE FROM score WHERE tenant_id = ?1 AND application_id = ANY (?2)",
                tenant,
                applicationIds.toArray(Long[]::new));
    }
}
