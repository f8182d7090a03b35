package com.rocketmat.sync;

import com.rocketmat.tenant.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;

/** How far a tenant's Greenhouse has been read, and who asked for more. */
@Entity
@Table(name = "sync_position")
// only what changed: a slice that notes its position must not wipe out the wish that comes meanwhile
@DynamicUpdate
public class SyncPosition extends PanacheEntityBase {

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

    protected SyncPosition() {}

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
