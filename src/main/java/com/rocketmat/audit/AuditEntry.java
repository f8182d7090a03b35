package com.rocketmat.audit;

import com.rocketmat.tenant.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.PartitionKey;

/** Something that was done with a tenant's data. The database refuses to change or to delete it. */
@Entity
@Immutable
@Table(name = "audit_entry")
public class AuditEntry extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @org.hibernate.annotations.TenantId
    @PartitionKey
    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "recorded_at")
    Instant recordedAt;

    /** The operator. */
    String actor;

    String action;

    String phase;

    /** What entries of one action have in common. */
    String reference;

    @Convert(converter = DetailsConverter.class)
    Map<String, String> details;

    protected AuditEntry() {}

    AuditEntry(
            Instant recordedAt,
            String actor,
            String action,
            String phase,
            String reference,
            Map<String, String> details) {
        this.recordedAt = recordedAt;
        this.actor = actor;
        this.action = action;
        this.phase = phase;
        this.reference = reference;
        this.details = Map.copyOf(details);
    }

    /** The entries before one, the last one first. */
    static List<AuditEntry> page(TenantId tenant, long before, int size) {
        return find("tenantId = ?1 and id < ?2 order by id desc", tenant.value(), before)
                .page(0, size)
                .list();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuditEntry that && id != null && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(id);
    }
}
