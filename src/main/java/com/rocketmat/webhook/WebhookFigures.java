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

/** What has come of a tenant's webhooks, by action and outcome. */
@TenantRows
public class WebhookFigures {

    /** So long without one is worth a look when there was something to tell. */
    public static final Duration SILENCE = Duration.ofHours(24);

    // a tenant that was purged meanwhile leaves nothing behind
    private static final String ADD = """
            INSERT INTO webhook_count (tenant_id, action, outcome, number, last_at)
            SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT FROM tenant WHERE tenant_id = ?1 FOR KEY SHARE SKIP LOCKED)
            ON CONFLICT (tenant_id, action, outcome) DO UPDATE
            SET number = webhook_count.number + excluded.number, last_at = greatest(webhook_count.last_at, excluded.last_at)""";

    private static final String ALL = """
            SELECT action, outcome, number, last_at FROM webhook_count WHERE tenant_id = ?1 AND number > 0 ORDER BY last_at DESC, action""";

    private static final String WAITING = """
            SELECT count(*) AS waiting, min(received_at) AS oldest FROM webhook_event WHERE tenant_id = ?1 AND done_at IS NULL AND (outcome IS NULL OR attempts > 0)""";

    private static final String FOUND = """
            SELECT coalesce(sum(scored), 0) FROM run WHERE tenant_id = ?1 AND ended_at > ?2 AND kind = 'WINDOW' AND scored > 0""";

    private final Sql sql;

    WebhookFigures(Sql sql) {
        this.sql = sql;
    }

    /** How many came; {@code outcome} as in {@link Reception}, in small letters. */
    public record Figure(String action, String outcome, long number, Instant last) {}

    /** The last figure first, and the number of events that are not worked on yet, the first of which waits since {@code oldest}. */
    public record Figures(List<Figure> figures, long waiting, Optional<Instant> oldest) {

        /** When the last one came that was signed as it should be. */
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
     * Applications without a score that runs came upon, though a webhook should have told of them. Not those that cannot be scored, which
     * each sweep tries again.
     */
    public long foundByRuns(TenantId tenant, Instant since) {
        return sql.value(FOUND, Long.class, tenant, since);
    }
}
