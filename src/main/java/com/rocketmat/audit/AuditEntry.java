package com.rocketmat.audit;

import com.rocketmat.access.Reach;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.PartitionKey;

/** An action on a tenant's data. The database refuses to delete it, and to change anything but its count. */
@Entity
@Immutable
@Table(name = "audit_entry")
public class AuditEntry extends PanacheEntityBase {

    @Id
    Long id;

    @org.hibernate.annotations.TenantId
    @PartitionKey
    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "recorded_at")
    Instant recordedAt;

    /** The actor: an operator's name in Vault or, after {@code oidc:}, the name in the token. */
    String actor;

    String action;

    String phase;

    /** Shared by all entries of one action. */
    String reference;

    /** Details of the first refusal, if several are counted in one entry. */
    @Convert(converter = DetailsConverter.class)
    Map<String, String> details;

    /** How many identical refusals this entry counts. */
    int times;

    protected AuditEntry() {}

    /** The entries before this one, newest first. */
    static List<AuditEntry> page(AuditQuery query, long before, int size) {
        StringBuilder where = new StringBuilder("id < :before");
        Map<String, Object> parameters = new HashMap<>(Map.of("before", before));
        if (query.reach() instanceof Reach.Only(Set<String> tenants)) {
            where.append(" and tenantId in :reach");
            parameters.put("reach", tenants);
        }
        query.tenant().ifPresent(tenant -> {
            where.append(" and tenantId = :tenant");
            parameters.put("tenant", tenant);
        });
        query.actor().ifPresent(actor -> {
            where.append(" and actor = :actor");
            parameters.put("actor", actor);
        });
        query.phase().ifPresent(phase -> {
            where.append(" and phase = :phase");
            parameters.put("phase", phase);
        });
        return find(where.append(" order by id desc").toString(), parameters)
                .page(0, size)
                .list();
    }
}
