package com.rocketmat.privacy;

import com.rocketmat.audit.AuditLog;
import com.rocketmat.decision.DecisionView;
import com.rocketmat.decision.History;
import com.rocketmat.decision.seal.KeptFeatures.Kept;
import com.rocketmat.privacy.CandidateReport.EventReport;
import com.rocketmat.privacy.CandidateReport.ScoreReport;
import com.rocketmat.privacy.CandidateReport.Sending;
import com.rocketmat.privacy.Withheld.Exercised;
import com.rocketmat.privacy.words.Explanations;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.privacy.words.PlainWords;
import com.rocketmat.score.PersonalScores;
import com.rocketmat.score.ScoreView;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reports everything that is stored about one candidate, and logs the access. */
@TenantRows
class CandidateReports {

    static final String ACTION = "access";

    private static final String EVENTS = """
            SELECT action, received_at AS at FROM webhook_event
            WHERE tenant_id = ?1 AND done_at IS NULL AND (candidate_id = ?2 OR application_ids && ?3)
            UNION ALL
            SELECT 'application to be read', wanted_at FROM wanted_application
            WHERE tenant_id = ?1 AND (candidate_id = ?2 OR application_id = ANY (?3))
            ORDER BY at""";

    private final CandidateDigests digests;
    private final Withheld withheld;
    private final PersonalScores scores;
    private final Explanations explanations;
    private final History history;
    private final AuditLog audit;
    private final RetentionConfig retention;
    private final Sql sql;

    CandidateReports(
            CandidateDigests digests,
            Withheld withheld,
            PersonalScores scores,
            Explanations explanations,
            History history,
            AuditLog audit,
            RetentionConfig retention,
            Sql sql) {
        this.digests = digests;
        this.withheld = withheld;
        this.scores = scores;
        this.explanations = explanations;
        this.history = history;
        this.audit = audit;
        this.retention = retention;
        this.sql = sql;
    }

    /**
     * In one transaction with the audit log: without an entry, no report.
     *
     * @param kept features read before this transaction; those that an erasure deleted meanwhile are left out
     */
    CandidateReport of(TenantId tenant, long candidateId, Language language, List<Kept> kept) {
        String digest = digests.of(tenant, candidateId);
        audit.note(tenant, ACTION, Map.of("candidate", digest));
        Exercised exercised = withheld.rights(tenant, candidateId);
        List<ScoreView> views = scores.of(tenant, candidateId);
        List<DecisionView> decided = history.ofCandidate(tenant, candidateId);
        Set<Long> decisionIds = decided.stream().map(DecisionView::id).collect(Collectors.toSet());
        return new CandidateReport(
                candidateId,
                language.code(),
                PlainWords.about(retention.scores(), retention.decisions(), language),
                PlainWords.contest(language),
                exercised.mayBeScored(),
                exercised.objections(),
                exercised.erasure(),
                views.stream().map(score -> report(score, language)).toList(),
                events(tenant, candidateId, views),
                decided,
                kept.stream()
                        .filter(features -> decisionIds.contains(features.decision()))
                        .map(features -> CandidateReport.Features.of(
                                features, feature -> explanations.warning(feature, language)))
                        .toList());
    }

    private ScoreReport report(ScoreView score, Language language) {
        return new ScoreReport(
                score.applicationId(),
                score.jobId(),
                score.value(),
                score.scoredAt(),
                score.state(),
                PlainWords.of(score.state(), language),
                score.reason(),
                score.modelVersion(),
                score.writtenAt() == null ? null : new Sending("Greenhouse", score.field(), score.writtenAt()),
                explanations.effects(score.value(), score.reasons(), language));
    }

    private List<EventReport> events(TenantId tenant, long candidateId, List<ScoreView> views) {
        return sql.list(
                EVENTS,
                row -> new EventReport(row.get(0, String.class), row.get(1, Instant.class)),
                tenant,
                candidateId,
                views.stream().map(ScoreView::applicationId).distinct().toArray(Long[]::new));
    }
}
