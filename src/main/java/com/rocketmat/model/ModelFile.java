package com.rocketmat.model;

import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Optional;

/** A version's file, in its own table so that lists of versions do not load it. */
@Entity
@Table(name = "model_file")
@IdClass(ModelVersion.Key.class)
public class ModelFile extends PanacheEntityBase {

    @Id
    @org.hibernate.annotations.TenantId
    @Column(name = "tenant_id")
    public String tenantId;

    @Id
    public String version;

    public byte[] content;

    /** Only the bytes: an entity would keep them in memory as long as the session. */
    static Optional<byte[]> content(TenantId tenant, String version) {
        return getEntityManager()
                .createQuery("select f.content from ModelFile f where f.tenantId = ?1 and f.version = ?2", byte[].class)
                .setParameter(1, tenant.value())
                .setParameter(2, version)
                .getResultList()
                .stream()
                .findFirst();
    }
}
