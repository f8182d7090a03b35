package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.PauseOfAll;
import com.rocketmat.tenant.state.Tenant;
import com.rocketmat.tenant.state.TenantStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tenants as shown by the API, with facts from other packages: a page of them takes as many queries as one. */
@ApplicationScoped
class TenantViews {

    private final PauseOfAll pauseOfAll;
    private final Instance<TenantFacts.Backlog> backlogs;
    private final Instance<TenantFacts.ActiveModel> models;
    private final Instance<TenantFacts.NextDue> dues;

    TenantViews(
            PauseOfAll pauseOfAll,
            Instance<TenantFacts.Backlog> backlogs,
            Instance<TenantFacts.ActiveModel> models,
            Instance<TenantFacts.NextDue> dues) {
        this.pauseOfAll = pauseOfAll;
        this.backlogs = backlogs;
        this.models = models;
        this.dues = dues;
    }

    List<TenantView> of(List<Tenant> tenants) {
        List<TenantId> ids = tenants.stream().map(Tenant::id).toList();
        Map<TenantId, Long> backlog = backlogs.get().backlog(ids);
        Map<TenantId, String> model = models.get().activeModel(ids);
        Map<TenantId, Instant> due = dues.get().nextDue(ids);
        boolean allPaused = pauseOfAll.paused();
        return tenants.stream()
                .map(row -> {
                    TenantStatus status = allPaused ? row.standing().whileAllArePaused() : row.standing();
                    return new TenantView(
                            row.tenantId,
                            status.state(),
                            row.since,
                            status.reason(),
                            status.remedy(),
                            due.get(row.id()),
                            backlog.getOrDefault(row.id(), 0L),
                            model.get(row.id()));
                })
                .toList();
    }
}
