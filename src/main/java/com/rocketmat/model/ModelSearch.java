package com.rocketmat.model;

import com.rocketmat.access.Reach;
import com.rocketmat.problem.ListPage;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Finds versions across tenants, ordered by tenant id and newest first; leaves out those imported for tenants that do not exist yet. */
@ApplicationScoped
public class ModelSearch {

    private static final String PAGE = """
            SELECT m.tenant_id, m.version, m.name, m.state, m.uploaded_at, m.activated_at, m.resident_bytes, m.batch_millis,
                   EXISTS (SELECT FROM model_card c WHERE c.tenant_id = m.tenant_id AND c.version = m.version) AS card
            FROM model_version m JOIN tenant t ON t.tenant_id = m.tenant_id
            WHERE (?1 OR m.tenant_id = ANY(?2)) AND (?3 = '' OR strpos(m.tenant_id, ?3) > 0) AND (?4 = '' OR m.state = ?4)
              AND m.tenant_id >= ?5 AND (m.tenant_id > ?5 OR (m.uploaded_at, m.version) <
                (SELECT p.uploaded_at, p.version FROM model_version p WHERE p.tenant_id = ?5 AND p.version = ?6))
            ORDER BY m.tenant_id, m.uploaded_at DESC, m.version DESC""";

    private final Sql sql;

    ModelSearch(Sql sql) {
        this.sql = sql;
    }

    /** {@code tenant} is a part of an id, or empty for any. */
    public record Filter(String tenant, Optional<ModelState> state) {}

    public record Place(String tenant, String version) {

        public static final Place START = new Place("", "");
    }

    /**
     * A matching version.
     *
     * @param activatedAt when it last became active; null if never
     * @param residentBytes memory of an open session, as measured in the trial
     * @param batchMillis time of the largest batch in the trial
     * @param card whether it has one
     */
    public record Found(
            String tenant,
            String version,
            String name,
            ModelState state,
            Instant uploadedAt,
            Instant activatedAt,
            long residentBytes,
            long batchMillis,
            boolean card) {

        public Place place() {
            return new Place(tenant, version);
        }
    }

    @AcrossTenants
    public ListPage<Found> page(Filter filter, Reach reach, Place after, int size) {
        String[] tenants = reach instanceof Reach.Only(Set<String> ids) ? ids.toArray(String[]::new) : new String[0];
        return ListPage.of(
                size,
                limit -> sql
                        .query(
                                PAGE,
                                Tuple.class,
                                reach instanceof Reach.All,
                                tenants,
                                filter.tenant(),
                                filter.state().map(Enum::name).orElse(""),
                                after.tenant(),
                                after.version())
                        .setMaxResults(limit)
                        .getResultList()
                        .stream()
                        .map(ModelSearch::found)
                        .toList());
    }

    private static Found found(Tuple row) {
        return new Found(
                row.get("tenant_id", String.class),
                row.get("version", String.class),
                row.get("name", String.class),
                ModelState.valueOf(row.get("state", String.class)),
                row.get("uploaded_at", Instant.class),
                row.get("activated_at", Instant.class),
                row.get("resident_bytes", Long.class),
                row.get("batch_millis", Long.class),
                row.get("card", Boolean.class));
    }
}
