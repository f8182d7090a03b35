package com.rocketmat.schedule;

import com.rocketmat.tenant.TenantProblems;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.state.TenantPurge;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;

/**
 * Removes a tenant from the schedule, unless a replica is running it, which ends soon. A hanging slice does not block the purge: its writes are
 * refused, because its lease is gone.
 */
@TenantRows
class SchedulePurge {

    /** No slice takes this long. */
    private static final String HANGS = "2 minutes";

    private final Sql sql;

    SchedulePurge(Sql sql) {
        this.sql = sql;
    }

    void on(@Observes @Priority(TenantPurge.SCHEDULE) TenantPurge purge) {
        int deleted = sql.update(
                "DELETE FROM scheduled_tasks WHERE task_name = ?1 AND task_instance = ?2 AND (NOT picked OR EXISTS"
                        + " (SELECT FROM lease WHERE tenant_id = ?2 AND since < now() - CAST(?3 AS interval)))",
                DueTenants.TASK,
                purge.tenant(),
                HANGS);
        if (deleted == 0
                && sql.value(
                        "SELECT EXISTS (SELECT FROM scheduled_tasks WHERE task_name = ?1 AND task_instance = ?2)",
                        Boolean.class,
                        DueTenants.TASK,
                        purge.tenant())) {
            throw TenantProblems.SLICE_UNDER_WAY.problem(
                    "A replica is running a slice of the tenant",
                    "try again in a moment; a slice takes at most half a minute, and pausing the tenant ends it; a slice"
                            + " that hangs is ignored after two minutes");
        }
        purge.deleted(deleted);
    }
}
