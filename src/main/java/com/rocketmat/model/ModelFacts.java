package com.rocketmat.model;

import com.rocketmat.tenant.TenantFacts;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Adds the active version to a tenant's view. */
@Singleton
class ModelFacts implements TenantFacts.ActiveModel {

    @Override
    @AcrossTenants
    @Transactional
    public Map<TenantId, String> activeModel(Collection<TenantId> tenants) {
        return ModelVersion.activeOf(tenants).stream()
                .collect(Collectors.toMap(active -> new TenantId(active.tenantId), active -> active.version));
    }
}
