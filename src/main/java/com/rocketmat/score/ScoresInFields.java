package com.rocketmat.score;

import com.rocketmat.decision.Overrides;
import com.rocketmat.decision.Overrides.ManualValue;
import com.rocketmat.decision.Subject;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.Scores.Settled;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Notices in rows that were just read that people replaced our scores, or that one is there whose write was not recorded. */
@TenantRows
public class ScoresInFields {

    /** Why a score no longer waits, although its write may be on its way. */
    private static final Set<String> ENDED_UNREAD =
            Set.of(Scores.SCORED_AGAIN, PersonalScores.OBJECTS, Settled.WITHHELD, Settled.NOT_ELIGIBLE, Settled.MOVED);

    /** Of people who are still known here. */
    private static final String SHARE = """
            SELECT (SELECT count(DISTINCT d.alias) FROM decision d
                    JOIN candidate_key k ON k.tenant_id = d.tenant_id AND k.alias = d.alias
                    WHERE d.tenant_id = ?1 AND d.version = ?2 AND d.kind = 'OVERRIDDEN') AS overridden,
                   (SELECT count(*) FROM score
                    WHERE tenant_id = ?1 AND model_version = ?2 AND written_at IS NOT NULL) AS written""";

    private final Scores scores;
    private final Overrides overrides;
    private final Sql sql;
    private final Clock clock;

    ScoresInFields(Scores scores, Overrides overrides, Sql sql, Clock clock) {
        this.scores = scores;
        this.overrides = overrides;
        this.sql = sql;
        this.clock = clock;
    }

    /** In how many applications, of those that a version's score was written to, a person replaced it. */
    public record Share(long overridden, long written) {}

    public Share share(TenantId tenant, String modelVersion) {
        Tuple row = sql.value(SHARE, Tuple.class, tenant, modelVersion);
        return new Share(row.get("overridden", Long.class), row.get("written", Long.class));
    }

    /**
     * Part of the caller's transaction: rows that were just read.
     *
     * @return the applications whose fields have a score of ours that was not known to be written
     */
    @Transactional(TxType.MANDATORY)
    public Set<Long> read(TenantId tenant, Collection<Application> rows, ScoreField field) {
        Map<Long, Application> filled = rows.stream()
                .filter(row -> !field.empty(row.customFields()))
                .collect(Collectors.toMap(Application::id, Function.identity(), (first, _) -> first));
        if (filled.isEmpty()) {
            return Set.of();
        }
        Map<Long, List<Score>> ours =
                OwnScores.byApplication(Score.perhapsIn(tenant, field, filled.keySet(), clock.instant()));
        Map<Long, String> arrived = new HashMap<>();
        ours.forEach((application, own) ->
                arrived(filled.get(application), own, field).ifPresent(version -> arrived.put(application, version)));
        scores.arrived(tenant, field.nameKey(), arrived);
        overrides.record(
                tenant,
                ours.entrySet().stream()
                        .flatMap(entry -> override(filled.get(entry.getKey()), entry.getValue(), field).stream())
                        .toList());
        return arrived.keySet();
    }

    /** The version whose score is in the field although its write was not recorded, unless another write explains the value. */
    private static Optional<String> arrived(Application row, List<Score> ours, ScoreField field) {
        Instant lastWrite = ours.stream()
                .map(score -> score.writtenAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        List<Score> carried = carried(row, ours, field);
        return carried.stream().allMatch(score -> mayHaveArrived(score) && score.scoredAt.isAfter(lastWrite))
                ? carried.stream().max(OwnScore.NEWEST_LAST).map(score -> score.modelVersion)
                : Optional.empty();
    }

    /**
     * Its row was not read back: a write of unknown outcome may have arrived. Replacements are followed by thousands, most of them never
     * sent, so the same value is rather a person's.
     */
    private static boolean mayHaveArrived(Score score) {
        return score.reason != null
                && (score.reason.equals(Scores.SWITCHED_OFF)
                        || score.reason.startsWith(Settled.UNCONFIRMED)
                        || (score.replaces == null
                                && (score.state == ScoreState.GONE || ENDED_UNREAD.contains(score.reason))));
    }

    private static List<Score> carried(Application row, List<Score> ours, ScoreField field) {
        return ours.stream()
                .filter(score -> field.carries(row.customFields(), score.value))
                .toList();
    }

    private static Optional<ManualValue> override(Application row, List<Score> ours, ScoreField field) {
        boolean echo = !carried(row, ours, field).isEmpty();
        return ours.stream()
                .filter(score -> score.state == ScoreState.WRITTEN && !echo)
                .max(Comparator.comparing(score -> score.writtenAt))
                .map(last -> new ManualValue(
                        // not the row's candidate, who may have been merged since
                        new Subject(last.candidateId, row.id()),
                        last.modelVersion,
                        field.number(row.customFields()).orElse(null)));
    }
}
