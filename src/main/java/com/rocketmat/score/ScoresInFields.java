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
import java.math.BigDecimal;
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

    /**
     * All values that may be in the field by us, also of a write that is not confirmed, waits or was given up. Not those of a dry run or a
     * shadow, nor of the tenant's former field; none if lists may show a doctor's value.
     */
    private static final String OURS = """
            SELECT application_id, candidate_id, model_version, state, value, scored_at, written_at, reason, replaces FROM score
            WHERE tenant_id = ?1 AND application_id = ANY (?2) AND value IS NOT NULL AND state NOT IN ('DRY', 'SHADOW')
              AND (written_at IS NULL OR score_field IS NULL OR score_field = ?3)
              AND application_id IS DISTINCT FROM (SELECT examined_application_id FROM write_proof
                  WHERE tenant_id = ?1 AND (examined_until IS NULL OR examined_until > ?4))""";

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

    private record Ours(
            long candidateId,
            String version,
            String state,
            BigDecimal value,
            Instant scoredAt,
            Instant writtenAt,
            String reason,
            boolean first) {

        private static Ours of(Tuple row) {
            return new Ours(
                    row.get("candidate_id", Long.class),
                    row.get("model_version", String.class),
                    row.get("state", String.class),
                    row.get("value", BigDecimal.class),
                    row.get("scored_at", Instant.class),
                    row.get("written_at", Instant.class),
                    row.get("reason", String.class),
                    row.get("replaces") == null);
        }

        /**
         * Its row was not read back: a write of unknown outcome may have arrived. Replacements are followed by thousands, most of them never
         * sent, so the same value is rather a person's.
         */
        private boolean mayHaveArrived() {
            return reason != null
                    && (reason.equals(Scores.SWITCHED_OFF)
                            || reason.startsWith(Settled.UNCONFIRMED)
                            || (first && (is(ScoreState.GONE) || ENDED_UNREAD.contains(reason))));
        }

        private boolean is(ScoreState other) {
            return state.equals(other.name());
        }
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
        Map<Long, List<Ours>> ours = sql
                .query(
                        OURS,
                        Tuple.class,
                        tenant,
                        filled.keySet().toArray(Long[]::new),
                        field.nameKey(),
                        clock.instant())
                .addSynchronizedQuerySpace("score")
                .getResultList()
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.get("application_id", Long.class),
                        Collectors.mapping(Ours::of, Collectors.toList())));
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
    private static Optional<String> arrived(Application row, List<Ours> ours, ScoreField field) {
        Instant lastWrite = ours.stream()
                .map(Ours::writtenAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        List<Ours> carried = carried(row, ours, field);
        return carried.stream()
                        .allMatch(score ->
                                score.mayHaveArrived() && score.scoredAt().isAfter(lastWrite))
                ? carried.stream().max(Comparator.comparing(Ours::scoredAt)).map(Ours::version)
                : Optional.empty();
    }

    private static List<Ours> carried(Application row, List<Ours> ours, ScoreField field) {
        return ours.stream()
                .filter(score -> field.carries(row.customFields(), score.value()))
                .toList();
    }

    private static Optional<ManualValue> override(Application row, List<Ours> ours, ScoreField field) {
        boolean echo = !carried(row, ours, field).isEmpty();
        return ours.stream()
                .filter(score -> score.is(ScoreState.WRITTEN) && !echo)
                .max(Comparator.comparing(Ours::writtenAt))
                .map(last -> new ManualValue(
                        // not the row's candidate, who may have been merged since
                        new Subject(last.candidateId(), row.id()),
                        last.version(),
                        field.number(row.customFields()).orElse(null)));
    }
}
