package com.rocketmat.harvest.session;

import com.rocketmat.harvest.RateWindow;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.NamedNativeQuery;

/** The stored rate window of a tenant; times are Greenhouse's. */
@Entity
// a native query, because it runs in each slice: Hibernate builds a plan for every look-up by key of rows filtered by
// tenant
@NamedNativeQuery(
        name = HarvestBudget.OF,
        query = "SELECT * FROM harvest_budget WHERE tenant_id = ?1",
        resultClass = HarvestBudget.class,
        querySpaces = "harvest_budget")
@NamedNativeQuery(
        name = HarvestBudget.SAVE,
        query =
                "INSERT INTO harvest_budget (tenant_id, call_limit, remaining, window_seconds, window_end) VALUES (?1, ?2, ?3, ?4, ?5)"
                        + " ON CONFLICT (tenant_id) DO UPDATE SET call_limit = ?2, remaining = ?3, window_seconds = ?4, window_end = ?5",
        querySpaces = "harvest_budget")
public class HarvestBudget extends PanacheEntityBase {

    static final String OF = "HarvestBudget.of";
    static final String SAVE = "HarvestBudget.save";

    @Id
    @org.hibernate.annotations.TenantId
    String tenantId;

    int callLimit;

    int remaining;

    long windowSeconds;

    Instant windowEnd;

    static Optional<HarvestBudget> find(TenantId tenant) {
        return getEntityManager()
                .createNamedQuery(OF, HarvestBudget.class)
                .setParameter(1, tenant.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    /** One statement, because every slice ends with it. */
    static void save(TenantId tenant, RateWindow snapshot) {
        getEntityManager()
                .createNamedQuery(SAVE)
                .setParameter(1, tenant.value())
                .setParameter(2, snapshot.limit())
                .setParameter(3, snapshot.remaining())
                .setParameter(4, snapshot.length().toSeconds())
                .setParameter(5, snapshot.end())
                .executeUpdate();
    }
}
