package com.rocketmat.webhook;

import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tenant's webhooks, counted by action and outcome. */
@TenantRows
public class WebhookFigures {

    /** How long a tenant may receive no webhook although runs find new applications. */
    public static final Duration SILENCE = Duration.ofHours(24);

    // adds nothing for a tenant that was purged meanwhile
    private static final String ADD = """
            INSERT INTO webhook_count (tenant_id, action, outcome, number, last_at)
            SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT FROM tenant WHERE tenant_id = ?1 FOR KEY SHARE SKIP LOCKED)
            ON CONFLICT (tenant_id, action, outcome) DO UPDATE
            SET number = webhook_count.number + excluded.number, last_at = greatest(webhook_count.last_at, excluded.last_at)""";

    private static final String ALL = """
            SELECT action, outcome, number, last_at FROM webhook_count WHERE tenant_id = ?1 AND number > 0 ORDER BY last_at DESC, action""";

    private static final String WAITING = """
            SELECT count(*) AS waiting, min(received_at) AS oldest FROM webhook_event WHERE tenant_id = ?1 AND done_at IS NULL AND (outcome IS NULL OR attempts > 0)""";

    /** Of a run that found what a webhook should have announced. A sweep, without a beginning, also tries refused scores again. */
    static final String IS_FINDER = "kind = 'WINDOW' AND window_from IS NOT NULL AND scored > renewed";

    private static final String FOUND = """
            SELECT coalesce(sum(scored - renewed), 0) FROM run
            WHERE tenant_id = ?1 AND ended_at > ?2 AND %s""".formatted(IS_FINDER);

    private final Sql sql;

    WebhookFigures(Sql sql) {
        this.sql = sql;
    }

    /** A count; {@code outcome} is a {@link Reception} in lower case. */
    public record Figure(String action, String outcome, long number, Instant last) {}

    /** The counts, latest first, the number of unprocessed events, and when the oldest of these arrived. */
    public record Figures(List<Figure> figures, long waiting, Optional<Instant> oldest) {

        /** When the last correctly signed webhook arrived. */
        public Optional<Instant> lastSigned() {
            return last(false);
        }

        public Optional<Instant> lastRefused() {
            return last(true);
        }

        private Optional<Instant> last(boolean refused) {
            return figures.stream()
                    .filter(figure -> figure.outcome().equals(Reception.REFUSED.label()) == refused)
                    .map(Figure::last)
                    .findFirst();
        }
    }

    void add(TenantId tenant, Map<WebhookCounts.Key, WebhookCounts.Count> counts) {
        counts.forEach((key, count) ->
                sql.update(ADD, tenant, key.action(), key.outcome().label(), count.number(), count.last()));
    }

    public Figures of(TenantId tenant) {
        Tuple waiting = sql.value(WAITING, Tuple.class, tenant);
        return new Figures(
                sql.list(
                        ALL,
                        row -> new Figure(
                                row.get("action", String.class),
                                row.get("outcome", String.class),
                                row.get("number", Number.class).longValue(),
                                row.get("last_at", Instant.class)),
                        tenant),
                waiting.get("waiting", Number.class).longValue(),
                Optional.ofNullable(waiting.get("oldest", Instant.class)));
    }

    /**
     * Applications that runs scored although a webhook should have announced them first. Excludes those that a new model scored again, and
     * all that a sweep scored.
     */
    public long foundByRuns(TenantId tenant, Instant since) {
        return sql.value(FOUND, Long.class, tenant, since);
    }
}
