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

    @Override
    public boolean equals(Object other) {
        return other instanceof HarvestBudget that && Objects.equals(tenantId, that.tenantId);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(tenantId);
    }
}
