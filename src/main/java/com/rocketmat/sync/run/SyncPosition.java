package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.ColumnResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityResult;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.SqlResultSetMapping;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.NamedNativeQuery;

/** How far a tenant's Greenhouse has been read, and who requested a run. */
@Entity
// native, because it runs in each slice: Hibernate translates its own queries anew each time where rows are filtered by
// tenant
@NamedNativeQuery(
        name = SyncPosition.WITH_OPEN_RUNS,
        query =
                "SELECT r.*, p.watermark, p.swept_at, p.requested_by, p.scope, p.stage, p.orphaned, p.withdrawn IS NOT NULL AS withdrawn, "
                        + SyncPosition.NAMED
                        + " AS named, c.next_at FROM sync_position p LEFT JOIN reconciliation c ON c.tenant_id = p.tenant_id"
                        + " LEFT JOIN run r ON r.tenant_id = p.tenant_id AND r.ended_at IS NULL"
                        + " WHERE p.tenant_id = ?1 ORDER BY r.window_from NULLS LAST",
        resultSetMapping = SyncPosition.WITH_OPEN_RUNS,
        querySpaces = {"sync_position", "run"})
@SqlResultSetMapping(
        name = SyncPosition.WITH_OPEN_RUNS,
        entities = @EntityResult(entityClass = Run.class),
        columns = {
            @ColumnResult(name = "watermark", type = Instant.class),
            @ColumnResult(name = "swept_at", type = Instant.class),
            @ColumnResult(name = "requested_by", type = String.class),
            @ColumnResult(name = "scope", type = String.class),
            @ColumnResult(name = "stage", type = String.class),
            @ColumnResult(name = "orphaned", type = Boolean.class),
            @ColumnResult(name = "withdrawn", type = Boolean.class),
            @ColumnResult(name = "named", type = Boolean.class),
            @ColumnResult(name = "next_at", type = Instant.class)
        })
// only changed columns: a slice that stores its position must not overwrite a request made meanwhile
@DynamicUpdate
public class SyncPosition extends PanacheEntityBase {

    static final String WITH_OPEN_RUNS = "SyncPosition.withOpenRuns";

    /** Part of queries that are made anyway: most tenants have none. */
    static final String NAMED =
            "EXISTS (SELECT 1 FROM wanted_application w WHERE w.tenant_id = ?1 AND w.wanted_at <= clock_timestamp())";

    @Id
    @org.hibernate.annotations.TenantId
    String tenantId;

    /** Everything updated before this was read, in Greenhouse's time; null before the first complete window. */
    Instant watermark;

    /** When the last complete sweep started, in Greenhouse's time. */
    Instant sweptAt;

    /** Set when a run is requested; cleared when the next run starts. */
    String requestedBy;

    /** Slices in a row without progress because of Greenhouse. */
    int failures;

    /** The version that last renewed the scores of open applications. */
    String rescoredFor;

    /** What is left of that: applications with smaller ids; null if nothing is. */
    Long rescoreBelow;

    /** The scope of the settings at the time; null if unknown. */
    String scope;

    /** How the settings at the time treated scores. */
    @Enumerated(EnumType.STRING)
    Stage stage = Stage.LIVE;

    /** When the score field was last replaced by another one; null if never. */
    Instant fieldSince;

    /** The replica of the last slice died, and what it wrote is not looked at again yet. */
    boolean orphaned;

    /** Model versions that were switched off, separated by spaces, until their waiting scores are dropped; else null. */
    String withdrawn;

    protected SyncPosition() {}

    enum Stage {
        LIVE,
        DRY_RUN,
        /** Scores of a dry run are still to be queued for writing. */
        GOING_LIVE
    }

    void withdraw(String version) {
        if (withdrawn == null || !withdrawn.contains(version)) {
            withdrawn = withdrawn == null ? version : withdrawn + " " + version;
        }
    }

    /** Renewing goes on no later than with this application. */
    void rescoreFrom(long application) {
        rescoreBelow = rescoreBelow == null ? application + 1 : Math.max(rescoreBelow, application + 1);
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

    /** What a slice starts with, in one query. */
    static Position withOpenRuns(TenantId tenant) {
        List<Object[]> rows = getEntityManager()
                .createNamedQuery(WITH_OPEN_RUNS, Object[].class)
                .setParameter(1, tenant.value())
                .getResultList();
        if (rows.isEmpty()) {
            return new Position(
                    Optional.empty(),
                    of(tenant).watermark(),
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Stage.LIVE,
                    false,
                    false);
        }
        Object[] first = rows.getFirst();
        return new Position(
                OpenRun.first(rows.stream()
                        .map(row -> (Run) row[0])
                        .filter(Objects::nonNull)
                        .toList()),
                new Watermark(Optional.ofNullable((Instant) first[1]), Optional.ofNullable((Instant) first[2])),
                first[3] != null,
                (boolean) first[8],
                Optional.ofNullable((Instant) first[9]),
                Optional.ofNullable((String) first[4]),
                Stage.valueOf((String) first[5]),
                (boolean) first[6],
                (boolean) first[7]);
    }

    /** Tenants with a request, but for one reason, and without failures. */
    static List<TenantId> requested(String butFor) {
        return getEntityManager()
                .createQuery(
                        "select tenantId from SyncPosition where requestedBy is not null and requestedBy <> ?1 and failures = 0",
                        String.class)
                .setParameter(1, butFor)
                .getResultStream()
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
