package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.ColumnResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityResult;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.NamedNativeQuery;

/** How far a tenant's Greenhouse has been read, and who asked for more. */
@Entity
@Table(name = "sync_position")
// asked in each slice: Hibernate translates each query of its own anew where rows are filtered by tenant
@NamedNativeQuery(
        name = SyncPosition.WITH_OPEN_RUNS,
        query = "SELECT r.*, p.watermark, p.swept_at, p.requested_by, p.scope, p.stage FROM sync_position p"
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
            @ColumnResult(name = "stage", type = String.class)
        })
// only what changed: a slice that notes its position must not wipe out the wish that comes meanwhile
@DynamicUpdate
public class SyncPosition extends PanacheEntityBase {

    static final String WITH_OPEN_RUNS = "SyncPosition.withOpenRuns";

    @Id
    @org.hibernate.annotations.TenantId
    @Column(name = "tenant_id")
    String tenantId;

    /** Everything updated before it was read, by Greenhouse's time; null before the first whole window. */
    Instant watermark;

    /** When the last whole sweep started, by Greenhouse's time. */
    @Column(name = "swept_at")
    Instant sweptAt;

    /** Set when somebody asks for a run; the next run takes it. */
    @Column(name = "requested_by")
    String requestedBy;

    /** Slices in a row that Greenhouse did not let get anywhere. */
    int failures;

    /** The version for which open applications that carry a score of ours were scored again last. */
    @Column(name = "rescored_for")
    String rescoredFor;

    /** Of that, what is left: applications with smaller ids; null when nothing is. */
    @Column(name = "rescore_below")
    Long rescoreBelow;

    /** What the settings admitted that it was reached under; null when that is not known. */
    String scope;

    /** How these settings treated the scores. */
    @Enumerated(EnumType.STRING)
    Stage stage = Stage.LIVE;

    /** When the score field became another one; null when it never did. */
    @Column(name = "field_since")
    Instant fieldSince;

    protected SyncPosition() {}

    enum Stage {
        LIVE,
        DRY_RUN,
        /** Of what a dry run scored something is still to be written. */
        GOING_LIVE
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
            // a slice and whoever asks for a run may both be the first
            getEntityManager()
                    .createNativeQuery("INSERT INTO sync_position (tenant_id) VALUES (?1) ON CONFLICT DO NOTHING")
                    .setParameter(1, tenant.value())
                    .executeUpdate();
            return find(tenant).orElseThrow();
        });
    }

    /** What a slice begins with, in one query. */
    static Position withOpenRuns(TenantId tenant) {
        List<Object[]> rows = getEntityManager()
                .createNamedQuery(WITH_OPEN_RUNS, Object[].class)
                .setParameter(1, tenant.value())
                .getResultList();
        if (rows.isEmpty()) {
            return new Position(Optional.empty(), of(tenant).watermark(), false, Optional.empty(), Stage.LIVE);
        }
        Object[] first = rows.getFirst();
        return new Position(
                OpenRun.first(rows.stream()
                        .map(row -> (Run) row[0])
                        .filter(Objects::nonNull)
                        .toList()),
                new Watermark(Optional.ofNullable((Instant) first[1]), Optional.ofNullable((Instant) first[2])),
                first[3] != null,
                Optional.ofNullable((String) first[4]),
                Stage.valueOf((String) first[5]));
    }

    /** As it is now, held until the transaction ends. */
    static SyncPosition locked(TenantId tenant) {
        SyncPosition position = of(tenant);
        getEntityManager().refresh(position, LockModeType.PESSIMISTIC_WRITE);
        return position;
    }

    /** Empty when nothing was ever asked for or read; unlike {@link #of} it leaves no trace of a tenant that was purged. */
    static Optional<SyncPosition> find(TenantId tenant) {
        return findByIdOptional(tenant.value());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SyncPosition that && Objects.equals(tenantId, that.tenantId);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(tenantId);
    }
}
