package com.rocketmat.tenant;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Where a tenant stands, for every replica and across restarts. Nothing of its secret is here. */
@Entity
@Table(name = "tenant")
public class Tenant extends PanacheEntityBase {

    @Id
    @org.hibernate.annotations.TenantId
    @Column(name = "tenant_id")
    String tenantId;

    @Enumerated(EnumType.STRING)
    TenantState state;

    Instant since;
    String reason;
    String remedy;

    /** Set by an operator, beside the secret's own mode. */
    boolean paused;

    protected Tenant() {}

    Tenant(TenantState state, Instant since) {
        this.state = state;
        this.since = since;
    }

    static Optional<Tenant> find(TenantId id) {
        return findByIdOptional(id.value());
    }

    /** The tenants behind {@code after} in the order of their ids. */
    static List<Tenant> page(String after, int size) {
        return find("tenantId > ?1 order by tenantId", after).page(0, size).list();
    }

    /** Moves the tenant; {@code since} moves only when the state does. */
    void stand(Standing standing, Instant now) {
        if (state != standing.state()) {
            since = now;
        }
        state = standing.state();
        reason = standing.reason();
        remedy = standing.remedy();
    }

    Standing standing() {
        return new Standing(state, reason, remedy);
    }

    TenantId id() {
        return new TenantId(tenantId);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tenant that && Objects.equals(tenantId, that.tenantId);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(tenantId);
    }
}
