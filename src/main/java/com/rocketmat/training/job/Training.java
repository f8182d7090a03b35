package com.rocketmat.training.job;

import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One training of a tenant's own model; a tenant has at most one that is open. */
@Entity
@Table(name = "training")
class Training extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @org.hibernate.annotations.TenantId
    @Column(name = "tenant_id")
    String tenantId;

    @Enumerated(EnumType.STRING)
    TrainingState state;

    /** Why it was refused, failed or waits; null if there is nothing to say. */
    String reason;

    /** The version that it made; null without one. */
    String version;

    /** As in the tenant's secret. */
    String label;

    /** Features that it is not to learn from. */
    String[] without;

    @Column(name = "requested_by")
    String requestedBy;

    @Column(name = "requested_at")
    Instant requestedAt;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "ended_at")
    Instant endedAt;

    /** Counts the starts from the beginning; a replica with an older one has lost the training. */
    int attempt;

    @Column(name = "rows_read")
    int rowsRead;

    /** What is being done, in words. */
    String phase;

    @Column(name = "ends_about")
    Instant endsAbout;

    /** JSON; null before the fit. */
    String report;

    static Optional<Training> find(TenantId tenant, long id) {
        return find("tenantId = ?1 and id = ?2", tenant.value(), id).firstResultOptional();
    }

    static Optional<Training> open(TenantId tenant) {
        return find("tenantId = ?1 and endedAt is null", tenant.value()).firstResultOptional();
    }

    static List<Training> page(TenantId tenant, long before, int size) {
        return find("tenantId = ?1 and id < ?2 order by id desc", tenant.value(), before)
                .page(0, size)
                .list();
    }
}
