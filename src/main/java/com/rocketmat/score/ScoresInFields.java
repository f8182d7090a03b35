package com.rocketmat.score;

import com.rocketmat.decision.Overrides;
import com.rocketmat.decision.Overrides.ManualValue;
import com.rocketmat.decision.Subject;
import com.rocketmat.harvest.row.Application;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Notices in rows that were just read that people replaced our scores. */
@TenantRows
public class ScoresInFields {

    /**
     * All values that may be in the field by us, also of a write that is not confirmed, waits or was given up. Not those of a dry run or a
     * shadow, nor of the tenant's former field; none if lists may show a doctor's value.
     */
    private static final String OURS = """
            SELECT application_id, model_version, state, value, written_at FROM score
            WHERE tenant_id = ?1 AND application_id = ANY (?2) AND value IS NOT NULL AND state NOT IN ('DRY', 'SHADOW')
              AND (written_at IS NULL OR score_field IS NULL OR score_field = ?3)
              AND application_id IS DISTINCT FROM (SELECT examined_application_id FROM write_proof
                  WHERE tenant_id = ?1 AND (examined_until IS NULL OR examined_until > ?4))""";

    /** Of people who are still known here. */
    private static final String SHARE = """
            SELECT (SELECT count(DISTINCT d.alias) FROM decision d
                    JOIN candidate_key k ON k.tenant_id = d.tenant_id AND k.alias = d.alias
                    WHERE d.tenant_id = ?1 AND d.version = ?2 AND d.kind = 'OVERRIDDEN') AS overridden,
                   (SELECT count(*) FROM score
                    WHERE tenant_id = ?1 AND model_version = ?2 AND written_at IS NOT NULL) AS written""";

    private final Overrides overrides;
    private final Sql sql;
    private final Clock clock;

    ScoresInFields(Overrides overrides, Sql sql, Clock clock) {
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

    private record Ours(String version, String state, BigDecimal value, Instant writtenAt) {

        private static Ours of(Tuple row) {
            return new Ours(
                    row.get("model_version", String.class),
                    row.get("state", String.class),
                    row.get("value", BigDecimal.class),
                    row.get("written_at", Instant.class));
        }

        private boolean written() {
            return state.equals(ScoreState.WRITTEN.name());
        }
    }

    /** Part of the caller's transaction: rows that were just read. */
    @Transactional(TxType.MANDATORY)
    public void read(TenantId tenant, Collection<Application> rows, ScoreField field) {
        Map<Long, Application> filled = rows.stream()
                .filter(row -> !field.empty(row.customFields()))
                .collect(Collectors.toMap(Application::id, Function.identity(), (first, _) -> first));
        if (filled.isEmpty()) {
            return;
        }
        Map<Long, List<Ours>> ours = sql.query(
                        OURS,
                        Tuple.class,
                        tenant,
                        filled.keySet().toArray(Long[]::new),
                        field.nameKey(),
                        clock.instant())
                .addSynchronizedQuerySpace("score")
                .getResultStream()
                .collect(Collectors.groupingBy(
                        row -> row.get("application_id", Long.class),
                        Collectors.mapping(Ours::of, Collectors.toList())));
        overrides.record(
                tenant,
                ours.entrySet().stream()
                        .flatMap(entry -> override(filled.get(entry.getKey()), entry.getValue(), field).stream())
                        .toList());
    }

    private static Optional<ManualValue> override(Application row, List<Ours> ours, ScoreField field) {
        boolean echo = ours.stream().anyMatch(score -> field.carries(row.customFields(), score.value()));
        return ours.stream()
                .filter(score -> score.written() && !echo)
                .max(Comparator.comparing(Ours::writtenAt))
                .map(last -> new ManualValue(
                        new Subject(row.candidateId(), row.id()),
                        last.version(),
                        field.number(row.customFields()).orElse(null)));
    }
}
