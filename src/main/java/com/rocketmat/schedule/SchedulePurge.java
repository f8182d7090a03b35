package com.rocketmat.schedule;

import com.rocketmat.tenant.PerTenant;
import com.rocketmat.tenant.ProblemType;
import com.rocketmat.tenant.TenantId;
import com.rocketmat.tenant.TenantPurge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;

/** Takes a tenant out of the schedule for good, unless a replica is at it: its slice would write rows after the others are gone. */
@PerTenant
@ApplicationScoped
public class SchedulePurge {

    private final Session session;

    SchedulePurge(Session session) {
        this.session = session;
    }

    void on(@Observes TenantPurge purge) {
        purge.deleted(purge(purge.tenant()));
    }

    @Transactional(TxType.MANDATORY)
    long purge(TenantId tenant) {
        int deleted = session.createNativeMutationQuery(
                        "DELETE FROM scheduled_tasks WHERE task_name = ?1 AND task_instance = ?2 AND NOT picked")
                .setParameter(1, DbSchedulerDueTenants.TASK)
                .setParameter(2, tenant.value())
                .executeUpdate();
        if (deleted == 0 && underWay(tenant)) {
            throw ProblemType.SLICE_UNDER_WAY
                    .problem(
                            "A replica is working for the tenant",
                            "try again in a moment; a slice lasts half a minute at most, and pausing the tenant ends it")
                    .build();
        }
        return deleted;
    }

    private boolean underWay(TenantId tenant) {
        return session.createNativeQuery(
                                "SELECT count(*) FROM scheduled_tasks WHERE task_name = ?1 AND task_instance = ?2",
                                Long.class)
                        .setParameter(1, DbSchedulerDueTenants.TASK)
                        .setParameter(2, tenant.value())
                        .getSingleResult()
                > 0;
    }
}
