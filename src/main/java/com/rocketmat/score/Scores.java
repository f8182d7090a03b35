package com.rocketmat.score;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.DecisionMode;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.model.upload.ProtectedAttributes;
import com.rocketmat.tenant.TenantFacts;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@TenantRows
public class Scores implements TenantFacts.Backlog {

    private static final String BACKLOG = "rocketmat_backlog";

    /** In addition to what already waits. More would delay windows, which are read again only once all waiting scores are written. */
    private static final int QUEUED_AT_ONCE = 5_000;

    static final String SCORED_AGAIN = "superseded by a score of another model version";
    static final String SWITCHED_OFF = "its model version was retired";
    private static final String REPLACED = "a later score was written to the field";

    private final Decisions decisions;
    private final ProtectedAttributes attributes;
    private final Clock clock;
    private final Sql sql;
    private final AtomicLong gauge;

    Scores(Decisions decisions, ProtectedAttributes attributes, Clock clock, Sql sql, MeterRegistry metrics) {
        this.decisions = decisions;
        this.attributes = attributes;
        this.clock = clock;
        this.sql = sql;
        this.gauge = metrics.gauge(BACKLOG, new AtomicLong());
    }

    /**
     * Applications that this version need not score again, and why: their score waits, was refused, or was recorded and must not be
     * written; or a score of any version was written recently.
     *
     * @param dry whether scores of a dry run stay as they are
     * @param fieldSince earlier writes concern another field
     * @param refusedSince what was refused earlier is tried again
     */
    public Map<Long, LeftAlone> leftAlone(
            TenantId tenant,
            String modelVersion,
            Collection<Long> applicationIds,
            boolean dry,
            Instant fieldSince,
            Instant refusedSince) {
        Instant now = clock.instant();
        Map<Long, LeftAlone> leftAlone = new HashMap<>();
        Score.of(tenant, applicationIds).stream()
                .filter(score -> score.state == ScoreState.WRITTEN || score.modelVersion.equals(modelVersion))
                .forEach(score -> leftAlone(score, dry, fieldSince, refusedSince, now)
                        .ifPresent(why -> leftAlone.merge(score.applicationId, why, Scores::first)));
        return leftAlone;
    }

    private static Optional<LeftAlone> leftAlone(
            Score score, boolean dry, Instant fieldSince, Instant refusedSince, Instant now) {
        return Optional.ofNullable(
                switch (score.state) {
                    case PENDING -> LeftAlone.WAITS;
                    case DRY -> dry ? LeftAlone.SCORED_DRY : null;
                    case REFUSED -> score.scoredAt.isBefore(refusedSince) ? null : LeftAlone.REFUSED_LATELY;
                    // scoring it again could give another value
                    case WRITTEN ->
                        score.writtenAt.isAfter(fieldSince) && score.writtenAt.isAfter(now.minus(OwnScore.VISIBLE))
                                ? LeftAlone.WRITTEN_LATELY
                                : null;
                    case SHADOW, GONE, SUPERSEDED -> null;
                });
    }

    private static LeftAlone first(LeftAlone one, LeftAlone other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /**
     * Part of the caller's transaction, which also moves the run's position. Only the last score of an application waits. An application
     * that was merged into another candidate stays the former's until {@link PersonalScores#transfer}: nothing else shows the former's objection.
     */
    @Transactional(TxType.MANDATORY)
    public void record(TenantId tenant, String modelVersion, List<NewScore> scores, boolean dryRun) {
        record(tenant, modelVersion, scores, dryRun ? DecisionMode.DRY_RUN : DecisionMode.LIVE);
    }

    /** Part of the caller's transaction: scores that are never written. Those from when the version was active stay as they are. */
    @Transactional(TxType.MANDATORY)
    public void recordShadow(TenantId tenant, String modelVersion, List<NewScore> scores) {
        record(tenant, modelVersion, scores, DecisionMode.SHADOW);
    }

    private void record(TenantId tenant, String modelVersion, List<NewScore> scores, DecisionMode mode) {
        if (scores.isEmpty()) {
            return;
        }
        Map<Long, List<Score>> rows = OwnScores.byApplication(
                tenant, scores.stream().map(NewScore::applicationId).toList());
        Instant now = clock.instant();
        List<Fact> facts = new ArrayList<>();
        for (NewScore made : scores) {
            List<Score> own = rows.computeIfAbsent(made.applicationId(), _ -> new ArrayList<>());
            if (mode == DecisionMode.SHADOW
                    && !Score.by(modelVersion, own).allMatch(present -> renews(present, made))) {
                continue;
            }
            Score score = Score.make(own, modelVersion, made, state(made, mode), now);
            facts.add(ScoreFacts.made(score, mode, made.basis()));
            if (score.state == ScoreState.PENDING) {
                own.stream()
                        .filter(other -> other.state == ScoreState.PENDING && !other.modelVersion.equals(modelVersion))
                        .forEach(other -> {
                            other.supersede(SCORED_AGAIN);
                            facts.add(ScoreFacts.settled(other));
                        });
            }
        }
        decisions.record(tenant, facts);
    }

    private static boolean renews(Score present, NewScore shadow) {
        return present.state == ScoreState.SHADOW && (present.value == null || shadow.value() != null);
    }

    private static ScoreState state(NewScore made, DecisionMode mode) {
        return switch (mode) {
            case SHADOW -> ScoreState.SHADOW;
            case DRY_RUN -> made.value() == null ? ScoreState.REFUSED : ScoreState.DRY;
            case LIVE -> made.value() == null ? ScoreState.REFUSED : ScoreState.PENDING;
        };
    }

    /** Part of the caller's transaction: queues dry-run scores of the active version, newest applications first; true if none are left. */
    @Transactional(TxType.MANDATORY)
    public boolean goLive(TenantId tenant, String modelVersion) {
        supersede(Score.SUPERSEDE_BY_DRY, tenant, modelVersion, SCORED_AGAIN);
        int queued = change(tenant, DecisionKind.QUEUED, null, Score.PROMOTE_DRY, tenant, modelVersion, QUEUED_AT_ONCE);
        return queued < QUEUED_AT_ONCE;
    }

    /** Returns whether there were any. */
    private boolean supersede(String statement, TenantId tenant, String by, String why) {
        return change(tenant, DecisionKind.SUPERSEDED, why, statement, tenant, by, why) > 0;
    }

    private int change(TenantId tenant, DecisionKind kind, String why, String statement, Object... values) {
        List<Fact> changed =
                sql.query(statement, Tuple.class, values).addSynchronizedQuerySpace("score").getResultList().stream()
                        .map(row -> ScoreFacts.of(kind, row, why))
                        .toList();
        decisions.record(tenant, changed);
        return changed.size();
    }

    /** Part of the caller's transaction: what waits of these versions, separated by spaces, is not written. Returns whether any waited. */
    @Transactional(TxType.MANDATORY)
    public boolean drop(TenantId tenant, String modelVersions) {
        return supersede(Score.SUPERSEDE_WAITING, tenant, modelVersions, SWITCHED_OFF);
    }

    /** Whether a dry run scored applications that this version has not scored. */
    public boolean anyDryWithout(TenantId tenant, String modelVersion) {
        return exist(Score.ANY_DRY_WITHOUT, tenant, modelVersion);
    }

    /** The next to be written, replacements only after all others. Only a few applications may be left out. */
    public List<Waiting> waiting(TenantId tenant, Set<Long> leftOut, int most) {
        List<Score> first = Score.pending(tenant, false, most + leftOut.size());
        if (!first.isEmpty()) {
            return others(first, leftOut, most)
                    .map(score -> Waiting.of(score, Optional.empty()))
                    .toList();
        }
        return replacing(tenant, leftOut, most);
    }

    /** The next to be written of those that replace a score of ours. */
    public List<Waiting> replacing(TenantId tenant, Set<Long> leftOut, int most) {
        List<Score> replacing = others(Score.pending(tenant, true, most + leftOut.size()), leftOut, most)
                .toList();
        if (replacing.isEmpty()) {
            return List.of();
        }
        Map<Long, List<Score>> rows = OwnScores.byApplication(
                tenant, replacing.stream().map(score -> score.applicationId).toList());
        return replacing.stream()
                .map(score -> Waiting.of(score, OwnScore.of(rows, score.applicationId)))
                .toList();
    }

    private static Stream<Score> others(List<Score> scores, Set<Long> leftOut, int most) {
        return scores.stream()
                .filter(score -> !leftOut.contains(score.applicationId))
                .limit(most);
    }

    /**
     * A score that waits for its PATCH, with its reasons, strongest first, and the score of ours that it replaces.
     *
     * @param jobId the job that it was made for, null if unknown
     */
    public record Waiting(
            long applicationId,
            Long jobId,
            String modelVersion,
            BigDecimal value,
            List<Reason> reasons,
            Optional<OwnScore> replaced) {

        private static Waiting of(Score score, Optional<OwnScore> replaced) {
            return new Waiting(
                    score.applicationId, score.jobId, score.modelVersion, score.value, score.reasons, replaced);
        }
    }

    /** The scores after a position: newest application first, then by version; {@code state} null for all. */
    List<Score> page(TenantId tenant, ScoreState state, long application, String version, int size) {
        return Score.page(tenant, state, null, application, version, size);
    }

    /** The scores in this state, of one version unless it is null; newest applications first. */
    public List<ScoreView> newest(TenantId tenant, ScoreState state, String modelVersion, int most) {
        return Score.page(tenant, state, modelVersion, Long.MAX_VALUE, "", most).stream()
                .map(score -> ScoreView.of(score, attributes))
                .toList();
    }

    public boolean any(TenantId tenant) {
        return exist(Score.ANY, tenant);
    }

    /** Whether any score waits other than replacements. */
    public boolean anyWaitingFirst(TenantId tenant) {
        return !Score.pending(tenant, false, 1).isEmpty();
    }

    /** Whether any score waits other than those of a few applications. */
    public boolean anyWaitingBeside(TenantId tenant, Set<Long> applications) {
        return !waiting(tenant, applications, 1).isEmpty();
    }

    public boolean anyWaiting(TenantId tenant) {
        return exist(Score.ANY_WAITING, tenant);
    }

    private boolean exist(String query, Object... values) {
        return sql.query(query, Boolean.class, values)
                .addSynchronizedQuerySpace("score")
                .getSingleResult();
    }

    /** Whether a score waits to be written to the application, or was written so lately that this row may not show it yet. */
    public boolean mayShowLater(TenantId tenant, Application row, ScoreField field) {
        Instant lately = clock.instant().minus(OwnScore.VISIBLE);
        return Score.of(tenant, List.of(row.id())).stream()
                .anyMatch(score -> score.state == ScoreState.PENDING
                        || (score.state == ScoreState.WRITTEN
                                && score.writtenAt.isAfter(lately)
                                && (score.field == null || score.field.equals(field.nameKey()))
                                && !field.carries(row.customFields(), score.value)));
    }

    public record Settled(Waiting score, ScoreState state, String reason) {

        static final String WITHHELD = "the candidate is not to be scored";

        public static final String NOT_ELIGIBLE = "the application is no longer eligible and is not scored";
        public static final String MOVED = "the application was moved to another job after it was scored";
        /** By which such scores are recognised. */
        static final String UNCONFIRMED = "Greenhouse did not confirm the write";

        public static Settled withheld(Waiting score) {
            return new Settled(score, ScoreState.SUPERSEDED, WITHHELD);
        }

        public static Settled unconfirmed(Waiting score, int attempts, String last) {
            String reason = "%s in %d attempts (%s); the next sweep tries again".formatted(UNCONFIRMED, attempts, last);
            return new Settled(score, ScoreState.REFUSED, reason);
        }
    }

    /**
     * Records outcomes of writes to the field with this {@code name_key}; {@code with} runs in the same transaction, before the scores are
     * locked.
     */
    public void settle(TenantId tenant, String field, Collection<Settled> outcomes, Runnable with) {
        with.run();
        List<Long> applications = outcomes.stream()
                .map(outcome -> outcome.score().applicationId())
                .toList();
        Map<Long, List<Score>> rows = OwnScores.byApplication(Score.locked(tenant, applications));
        decisions.record(
                tenant,
                outcomes.stream()
                        .flatMap(outcome -> settle(
                                outcome.score().modelVersion(),
                                outcome.state(),
                                outcome.reason(),
                                field,
                                rows.getOrDefault(outcome.score().applicationId(), List.of()))
                                .stream())
                        .map(ScoreFacts::settled)
                        .toList());
    }

    /** Part of the caller's transaction: the fields of these applications have scores of these versions, whose writes were not recorded. */
    @Transactional(TxType.MANDATORY)
    void arrived(TenantId tenant, String field, Map<Long, String> modelVersions) {
        if (modelVersions.isEmpty()) {
            return;
        }
        Map<Long, List<Score>> rows = OwnScores.byApplication(Score.locked(tenant, modelVersions.keySet()));
        decisions.record(
                tenant,
                rows.entrySet().stream()
                        .flatMap(of ->
                                settle(modelVersions.get(of.getKey()), ScoreState.WRITTEN, null, field, of.getValue())
                                        .stream())
                        .map(ScoreFacts::found)
                        .toList());
    }

    /** The scores that have changed. */
    private List<Score> settle(String modelVersion, ScoreState state, String reason, String field, List<Score> rows) {
        List<Score> changed = new ArrayList<>();
        for (Score score : rows) {
            if (score.modelVersion.equals(modelVersion)) {
                score.state = state;
                score.reason = reason;
                boolean written = state == ScoreState.WRITTEN;
                score.writtenAt = written ? clock.instant() : null;
                if (written) {
                    // unknown if it was written to another field before, which may be the tenant's again
                    score.field = score.field == null || score.field.equals(field) ? field : null;
                }
                changed.add(score);
            } else if (state == ScoreState.WRITTEN && score.state == ScoreState.WRITTEN) {
                score.supersede(REPLACED);
                changed.add(score);
            }
        }
        return changed;
    }

    @Override
    @AcrossTenants
    public Map<TenantId, Long> backlog(Collection<TenantId> tenants) {
        return sql
                .list(
                        "SELECT tenant_id, count(*) FROM score WHERE state = 'PENDING' AND tenant_id IN (?1) GROUP BY tenant_id",
                        Tuple.class,
                        tenants.stream().map(TenantId::value).toList())
                .stream()
                .collect(
                        Collectors.toMap(row -> new TenantId(row.get(0, String.class)), row -> row.get(1, Long.class)));
    }

    @AcrossTenants
    long backlog() {
        return Score.count("state = PENDING");
    }

    /** On a timer, so that a scrape costs no query. */
    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void gauge() {
        gauge.set(backlog());
    }
}
