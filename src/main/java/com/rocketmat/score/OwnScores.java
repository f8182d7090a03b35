package com.rocketmat.score;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.decision.Subject;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Our scores that are in Greenhouse. */
@TenantRows
public class OwnScores {

    private static final String EMPTIED =
            "the candidate is not to be scored, and what is ours in the fields was emptied";
    private static final String FOUND_EMPTY = "the candidate is not to be scored, and the field was found empty";

    private static final String UNTRIED = """
            SELECT DISTINCT application_id FROM score older
            WHERE tenant_id = ?1 AND application_id = ANY (?2) AND state = 'WRITTEN'
              AND NOT EXISTS (SELECT FROM score WHERE tenant_id = ?1 AND application_id = older.application_id
                  AND model_version = ?3
                  AND (state IN ('PENDING', 'WRITTEN')
                      OR (state = 'REFUSED' AND scored_at >= ?4)))""";

    private final Sql sql;
    private final Decisions decisions;
    private final Clock clock;

    OwnScores(Sql sql, Decisions decisions, Clock clock) {
        this.sql = sql;
        this.decisions = decisions;
        this.clock = clock;
    }

    /**
     * Scores by other versions, of those of these applications where this version has none that waits, is written, or was refused lately.
     *
     * @param refusedSince what was made earlier, and refused, is tried again
     */
    public List<OwnScore> untried(
            TenantId tenant, String modelVersion, Collection<Long> applicationIds, Instant refusedSince) {
        List<Long> untried =
                sql.list(UNTRIED, Long.class, tenant, applicationIds.toArray(Long[]::new), modelVersion, refusedSince);
        return among(tenant, untried);
    }

    public List<OwnScore> among(TenantId tenant, Collection<Long> applicationIds) {
        return byApplication(tenant, applicationIds).values().stream()
                .flatMap(rows -> OwnScore.of(rows).stream())
                .toList();
    }

    /** The scores that these applications carry, or may carry, though their candidates must not be scored. */
    public List<OwnScore> toEmpty(TenantId tenant, Collection<Long> applicationIds) {
        return byApplication(tenant, applicationIds).values().stream()
                .flatMap(rows -> OwnScore.orOnItsWay(rows).stream())
                .toList();
    }

    /** We emptied their fields, so a score that may have been in flight had arrived. */
    public void emptied(TenantId tenant, Collection<Long> applicationIds) {
        if (applicationIds.isEmpty()) {
            return;
        }
        Map<Long, List<Score>> rows = byApplication(Score.locked(tenant, applicationIds));
        rows.values().stream()
                .filter(of -> of.stream().noneMatch(OwnScores::written))
                .flatMap(of -> OwnScore.onTheirWay(of).max(OwnScore.NEWEST_LAST).stream())
                .forEach(seen -> {
                    seen.state = ScoreState.WRITTEN;
                    seen.writtenAt = clock.instant();
                    // it may have been in another field before
                    seen.field = null;
                });
        supersede(tenant, rows.values().stream().flatMap(List::stream).toList(), DecisionKind.CLEARED, EMPTIED);
    }

    /**
     * Part of the caller's transaction: these candidates must not be scored, and their fields are already empty. A person emptied them, or a
     * PATCH of ours whose outcome is unknown or was not recorded.
     *
     * @param rows that show our fields as they are: a field hidden from the user would look empty
     */
    @Transactional(TxType.MANDATORY)
    public void foundEmpty(TenantId tenant, ScoreField field, Collection<Application> rows) {
        List<Long> empty = rows.stream()
                .filter(row -> field.empty(row.customFields()))
                .map(Application::id)
                .toList();
        if (!empty.isEmpty()) {
            // the tenant's former field may still carry it
            List<Score> here = Score.locked(tenant, empty).stream()
                    .filter(score -> field.nameKey().equals(score.field))
                    .toList();
            supersede(tenant, here, DecisionKind.CLEARED, FOUND_EMPTY);
        }
    }

    /**
     * The scores in these applications' fields cannot be removed, though their candidates must not be scored. A reason that is already
     * known is not recorded again.
     */
    public void kept(TenantId tenant, Map<Long, String> why) {
        if (why.isEmpty()) {
            return;
        }
        List<Fact> facts = new ArrayList<>();
        byApplication(Score.locked(tenant, why.keySet())).forEach((application, rows) -> {
            String reason = "the field cannot be emptied: %s; empty it by hand".formatted(why.get(application));
            OwnScore.orOnItsWay(rows).stream()
                    .flatMap(own -> rows.stream().filter(row -> row.modelVersion.equals(own.modelVersion())))
                    .filter(row -> !reason.equals(row.reason))
                    .forEach(row -> {
                        row.reason = reason;
                        // not about the version, whose score is unchanged
                        facts.add(Fact.about(new Subject(row.candidateId, application), DecisionKind.REFUSED, reason));
                    });
        });
        decisions.record(tenant, facts);
    }

    private static boolean written(Score score) {
        return score.state == ScoreState.WRITTEN;
    }

    private void supersede(TenantId tenant, Collection<Score> scores, DecisionKind kind, String why) {
        List<Score> written = scores.stream().filter(OwnScores::written).toList();
        written.forEach(score -> score.supersede(why));
        decisions.record(
                tenant,
                written.stream().map(score -> ScoreFacts.of(kind, score)).toList());
    }

    static Map<Long, List<Score>> byApplication(TenantId tenant, Collection<Long> applicationIds) {
        return applicationIds.isEmpty() ? Map.of() : byApplication(Score.of(tenant, applicationIds));
    }

    static Map<Long, List<Score>> byApplication(List<Score> rows) {
        return rows.stream().collect(Collectors.groupingBy(score -> score.applicationId));
    }
}
