package com.rocketmat.score.write;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What is known of how one tenant's Greenhouse takes our writes. Times are ours. */
@Entity
@Table(name = "write_proof")
public class WriteProof extends PanacheEntityBase {

    @Id
    @org.hibernate.annotations.TenantId
    @Column(name = "tenant_id")
    String tenantId;

    /** What the first three below are about: another field is proved anew. */
    @Column(name = "score_field")
    String scoreField;

    /** The first write, until it is seen. */
    @Column(name = "first_application_id")
    Long firstApplicationId;

    @Column(name = "first_sent_at")
    Instant firstSentAt;

    /** When a first write was seen whole. */
    @Column(name = "seen_at")
    Instant seenAt;

    /** The write mode in which a field that is not ours was changed, and what was seen; until another mode is set. */
    @Enumerated(EnumType.STRING)
    @Column(name = "damaged_in")
    WriteMode damagedIn;

    String damage;

    /** The application that a doctor has written to and not put back yet. */
    @Column(name = "examined_application_id")
    Long examinedApplicationId;

    @Column(name = "examined_since")
    Instant examinedSince;

    /** Whether a PATCH leaves fields alone that it does not list; null while it is not known. */
    Boolean merges;

    static Optional<WriteProof> find(TenantId tenant) {
        return findByIdOptional(tenant.value());
    }

    /** Nobody else changes it until the transaction ends. */
    static Optional<WriteProof> locked(TenantId tenant) {
        return findByIdOptional(tenant.value(), LockModeType.PESSIMISTIC_WRITE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WriteProof that && Objects.equals(tenantId, that.tenantId);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(tenantId);
    }
}
