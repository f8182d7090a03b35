package com.rocketmat.schedule;

import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantPurge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;

/** Removes a tenant's training from the schedule, also while it runs: it ends once it finds that its row is gone. */
@PerTenant
@ApplicationScoped
class TrainingPurge {

    private final Session session;

    TrainingPurge(Session session) {
        this.session = session;
    }

    void on(@Observes TenantPurge purge) {
        purge.deleted(purge(purge.tenant()));
    }

    @Transactional(TxType.MANDATORY)
    long purge(TenantId tenant) {
        return session.createNativeMutationQuery("DELETE FROM training_task WHERE task_instance = ?1")
                .setParameter(1, tenant.value())
                .executeUpdate();
    }
}
