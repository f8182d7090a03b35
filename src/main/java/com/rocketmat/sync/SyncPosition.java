package com.rocketmat.sync;

import com.rocketmat.tenant.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;

/** How far a tenant's Greenhouse has been read, and who asked for more. */
@Entity
@Table(name = "sync_position")
public class SyncPosition extends PanacheEntityBase {

    @Id
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

    protected SyncPosition() {}

    private SyncPosition(TenantId tenant) {
        this.tenantId = tenant.value();
    }

    static SyncPosition of(TenantId tenant) {
        return SyncPosition.<SyncPosition>findByIdOptional(tenant.value()).orElseGet(() -> {
            SyncPosition position = new SyncPosition(tenant);
            position.persist();
            return position;
        });
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
