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
import java.util.List;

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

    /** Processes that died while running the tenant, since a batch last ended. */
    public int deaths;

    /** When it began to be opened or to score a batch; set only if a process has died before. */
    public Instant batchSince;

    public record Key(String tenantId, String version) implements Serializable {}

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

    /** Locks all versions until the transaction ends, so that two replicas cannot make conflicting changes. */
    static List<ModelVersion> lockAll(TenantId tenant) {
        return find("tenantId = ?1", Sort.by("version"), tenant.value())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }
}
