package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;

/** How far a tenant's Greenhouse has been read, and who requested a run. */
@Entity
// only changed columns: a slice that stores its position must not overwrite a request made meanwhile
@DynamicUpdate
public class SyncPosition extends PanacheEntityBase {

    /** Part of queries that are made anyway, since most tenants have none. */
    static final String NAMED =
            "EXISTS (SELECT 1 FROM wanted_application WHERE tenant_id = ?1 AND " + WantedApplications.DUE + ")";

    /** Names the columns, so that a new one in the next release does not make the prepared statement fail. */
    private static final String WITH_OPEN_RUNS = """
            SELECT p.watermark, p.swept_at, p.requested_by IS NOT NULL AS wanted, p.requests, %s AS named, c.next_at,
                   p.scope, p.stage, p.rescored_for, p.orphaned, p.switched_off IS NOT NULL AS switched_off,
                   r.id, r.started_at, r.window_from, r.window_to, r.next_page, r.read_whole, r.kind, r.attributes
            FROM sync_position p LEFT JOIN reconciliation c ON c.tenant_id = p.tenant_id
            LEFT JOIN run r ON r.tenant_id = p.tenant_id AND r.ended_at IS NULL
            WHERE p.tenant_id = ?1 ORDER BY r.window_from NULLS LAST""".formatted(NAMED);

    @Id
    @org.hibernate.annotations.TenantId
    String tenantId;

    /** Everything updated before this was read, in Greenhouse's time; null before the first complete window. */
    Instant watermark;

    /** When the last complete sweep started, in Greenhouse's time. */
    Instant sweptAt;

    /** Set when a run is requested; cleared when the next run starts. */
    String requestedBy;

    /** The number of runs requested so far. */
    int requests;

    /** Slices in a row without progress because of Greenhouse. */
    int failures;

    /** The version for which everything open was last swept; null while scores are not renewed. */
    String rescoredFor;

    /** The scope of the settings at the time; null if unknown. */
    String scope;

    /** How the settings at the time treated scores. */
    @Enumerated(EnumType.STRING)
    Stage stage = Stage.LIVE;

    /** When the score field was last replaced by another one; null if never. */
    Instant fieldSince;

    /** The replica of the last slice died, and its writes are not looked at again yet. */
    boolean orphaned;

    /** Model versions switched off, separated by spaces, repeats possible, until their waiting scores are dropped; else null. */
    String switchedOff;

    protected SyncPosition() {}

    enum Stage {
        LIVE,
        DRY_RUN,
        /** Scores of a dry run are still to be queued for writing. */
        GOING_LIVE
    }

    void request(String trigger) {
        requestedBy = trigger;
        requests++;
    }

    void switchOff(String version) {
        switchedOff = switchedOff == null ? version : switchedOff + " " + version;
    }

    Watermark watermark() {
        return new Watermark(Optional.ofNullable(watermark), Optional.ofNullable(sweptAt));
    }

    void moveTo(Watermark moved) {
        watermark = moved.readUpTo().orElse(null);
        sweptAt = moved.sweptAt().orElse(null);
    }

    static SyncPosition of(TenantId tenant) {
        return find(tenant).orElseGet(() -> {
            // a slice and a run request may both be the first
            new Sql(getSession())
                    .update("INSERT INTO sync_position (tenant_id) VALUES (?1) ON CONFLICT DO NOTHING", tenant);
            return find(tenant).orElseThrow();
        });
    }

    /** All that a slice starts with, in one query. */
    static Position withOpenRuns(TenantId tenant) {
        Sql sql = new Sql(getSession());
        List<Tuple> rows = sql.list(WITH_OPEN_RUNS, Tuple.class, tenant);
        if (rows.isEmpty()) {
            of(tenant);
            rows = sql.list(WITH_OPEN_RUNS, Tuple.class, tenant);
        }
        Tuple first = rows.getFirst();
        return new Position(
                first.get("id") == null ? Optional.empty() : Optional.of(OpenRun.of(first, rows.size() > 1)),
                new Watermark(
                        Optional.ofNullable(first.get("watermark", Instant.class)),
                        Optional.ofNullable(first.get("swept_at", Instant.class))),
                first.get("wanted", Boolean.class),
                first.get("requests", Integer.class),
                first.get("named", Boolean.class),
                Optional.ofNullable(first.get("next_at", Instant.class)),
                Optional.ofNullable(first.get("scope", String.class)),
                Stage.valueOf(first.get("stage", String.class)),
                Optional.ofNullable(first.get("rescored_for", String.class)),
                first.get("orphaned", Boolean.class),
                first.get("switched_off", Boolean.class));
    }

    /** Tenants without failures that have a request for another reason than this. */
    static List<TenantId> requested(String butFor) {
        return getEntityManager()
                .createQuery(
                        "select tenantId from SyncPosition where requestedBy is not null and requestedBy <> ?1 and failures = 0",
                        String.class)
                .setParameter(1, butFor)
                .getResultList()
                .stream()
                .map(TenantId::new)
                .toList();
    }

    /** The current row, locked until the transaction ends. */
    static SyncPosition locked(TenantId tenant) {
        SyncPosition position = of(tenant);
        getEntityManager().refresh(position, LockModeType.PESSIMISTIC_WRITE);
        return position;
    }

    /** Empty if nothing was ever requested or read; unlike {@link #of} it creates no row for a tenant that was purged. */
    static Optional<SyncPosition> find(TenantId tenant) {
        return findByIdOptional(tenant.value());
    }
}
