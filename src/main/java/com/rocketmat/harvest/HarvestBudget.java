package com.rocketmat.harvest;

import com.rocketmat.tenant.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What is left of a tenant's rate window; times are Greenhouse's. */
@Entity
@Table(name = "harvest_budget")
public class HarvestBudget extends PanacheEntityBase {

    @Id
    @org.hibernate.annotations.TenantId
    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "call_limit")
    int callLimit;

    int remaining;

    @Column(name = "window_seconds")
    long windowSeconds;

    @Column(name = "window_end")
    Instant windowEnd;

    static Optional<HarvestBudget> find(TenantId tenant) {
        return findByIdOptional(tenant.value());
    }

    /** One statement, since each slice ends with it. */
    static void save(TenantId tenant, RateWindow snapshot) {
        getEntityManager()
                .createNativeQuery("""
                        INSERT INTO harvest_budget (tenant_id, call_limit, remaining, window_seconds, window_end)
                        VALUES (?1, ?2, ?3, ?4, ?5)
                        ON CONFLICT (tenant_id) DO UPDATE SET call_limit = ?2, remaining = ?3, window_seconds = ?4, window_end = ?5""")
                .setParameter(1, tenant.value())
                .setParameter(2, snapshot.limit())
                .setParameter(3, snapshot.remaining())
                .setParameter(4, snapshot.length().toSeconds())
                .setParameter(5, snapshot.end())
                .executeUpdate();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HarvestBudget that && Objects.equals(tenantId, that.tenantId);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(tenantId);
    }
}
