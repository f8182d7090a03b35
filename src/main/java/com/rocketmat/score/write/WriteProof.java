package com.rocketmat.score.write;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;

/** What is known about the effect of our writes in one tenant's Greenhouse. Times are ours. */
@Entity
// a doctor and a slice find out different things at the same time
@DynamicUpdate
public class WriteProof extends PanacheEntityBase {

    @Id
    @org.hibernate.annotations.TenantId
    String tenantId;

    /** The field that the next five columns concern: another field is checked anew. */
    String scoreField;

    /** Another one is another field, deleted and created again. */
    Long scoreFieldId;

    /** The first write, until it shows. */
    Long firstApplicationId;

    Instant firstSentAt;

    /** When a first write was confirmed. */
    Instant seenAt;

    /** The most decimals of a score that the field has shown. */
    int decimals;

    /** The write mode in which another field was changed, and what was seen; kept until another mode is set. */
    @Enumerated(EnumType.STRING)
    WriteMode damagedIn;

    String damage;

    /** The application that a doctor wrote to last. */
    Long examinedApplicationId;

    /** Null once it is restored. */
    Instant examinedSince;

    /** Null until it is restored; then the time until which lists may still show what the doctor wrote. */
    Instant examinedUntil;

    /** Whether a PATCH keeps fields that it does not list; null if unknown. */
    Boolean merges;

    /** No id is stored longer than needed. Another trial may have begun meanwhile. */
    static void forgetTrial(TenantId tenant, Instant now) {
        update(
                "examinedApplicationId = null, examinedUntil = null where tenantId = ?1 and examinedUntil <= ?2",
                tenant.value(),
                now);
    }

    static Optional<WriteProof> find(TenantId tenant) {
        return findByIdOptional(tenant.value());
    }

    /** Locked until the transaction ends. */
    static Optional<WriteProof> locked(TenantId tenant) {
        return findByIdOptional(tenant.value(), LockModeType.PESSIMISTIC_WRITE);
    }
}
