package com.rocketmat.model;

import com.rocketmat.model.upload.Check;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.LockModeType;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A version of a tenant's model. Its file is in another table, so that lists of versions do not load it. */
@Entity
@IdClass(ModelVersion.Key.class)
public class ModelVersion extends PanacheEntityBase {

    @Id
    @org.hibernate.annotations.TenantId
    public String tenantId;

    /** The digest of file and manifest, see {@link NewVersion}. */
    @Id
    public String version;

    @Column(updatable = false)
    public String name;

    /** In canonical form. */
    @Column(updatable = false)
    public String manifest;

    @Column(updatable = false)
    public String fileSha256;

    @Enumerated(EnumType.STRING)
    public ModelState state;

    @Column(updatable = false)
    public Instant uploadedAt;

    /** When it last became active; null if never. */
    public Instant activatedAt;

    @Convert(converter = ChecksConverter.class)
    @Column(updatable = false)
    public List<Check> checks;

    /** See {@link com.rocketmat.model.reasons.ReferenceRow#toJson}. */
    @Column(updatable = false)
    public String referenceRow;

    /** Memory of an open session, as measured in the trial. */
    @Column(updatable = false)
    public long residentBytes;

    /** Time of the largest batch in the trial. */
    @Column(updatable = false)
    public long batchMillis;

    /** Why it was quarantined; null unless it is. */
    public String quarantine;

    /** Processes that died while running the tenant, since the last successful batch. */
    public int deaths;

    /** When it began to be opened or to score a batch; set only if a process has died before. */
    public Instant batchSince;

    public record Key(String tenantId, String version) implements Serializable {}

    static Optional<ModelVersion> find(TenantId tenant, String version) {
        return find("tenantId = ?1 and version = ?2", tenant.value(), version).firstResultOptional();
    }

    /** Why the last activated version is quarantined, if it is. */
    static Optional<String> quarantined(TenantId tenant) {
        return getEntityManager()
                .createQuery(
                        "select v.quarantine from ModelVersion v where v.tenantId = ?1 and v.state = ?2 and v.activatedAt ="
                                + " (select max(last.activatedAt) from ModelVersion last where last.tenantId = ?1)",
                        String.class)
                .setParameter(1, tenant.value())
                .setParameter(2, ModelState.QUARANTINED)
                .getResultStream()
                .findFirst();
    }

    static boolean wasEverActive(TenantId tenant) {
        return count("tenantId = ?1 and activatedAt is not null", tenant.value()) > 0;
    }

    /** A position in the order of versions, after which the next page starts. */
    record Place(Instant uploadedAt, String version) {

        /** Sorts before every version: a time in the year 2286. */
        static final String FIRST = "9999999999999999.";

        static final Place START = of(FIRST);

        static Place of(String cursor) {
            String[] parts = cursor.split("\\.", -1);
            return new Place(Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS), parts[1]);
        }
    }

    String cursor() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, uploadedAt) + "." + version;
    }

    /** Newest first. */
    static List<ModelVersion> page(TenantId tenant, Collection<ModelState> states, Place after, int size) {
        return find(
                        "tenantId = ?1 and state in ?2 and (uploadedAt < ?3 or (uploadedAt = ?3 and version < ?4))",
                        Sort.descending("uploadedAt", "version"),
                        tenant.value(),
                        states,
                        after.uploadedAt(),
                        after.version())
                .page(0, size)
                .list();
    }

    /** Locks all versions until the transaction ends, so that two replicas cannot make conflicting changes. */
    static List<ModelVersion> lockAll(TenantId tenant) {
        return find("tenantId = ?1", Sort.by("version"), tenant.value())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Updates this column only, to keep a change of state that commits meanwhile. */
    static void batchStarts(TenantId tenant, String version, Instant now) {
        update("batchSince = ?1 where tenantId = ?2 and version = ?3", now, tenant.value(), version);
    }

    static void batchEnds(TenantId tenant, String version) {
        update("deaths = 0, batchSince = null where tenantId = ?1 and version = ?2", tenant.value(), version);
    }
}
