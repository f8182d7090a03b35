package com.rocketmat.model;

import com.rocketmat.tenant.TenantFacts;
import com.rocketmat.tenant.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Adds the active version to a tenant's view. */
@Singleton
class ModelFacts implements TenantFacts.ActiveModel {

    @Override
    public Map<TenantId, String> activeModel(Collection<TenantId> tenants) {
        return QuarkusTransaction.joiningExisting().call(() -> ModelVersion.activeOf(tenants)).stream()
                .collect(Collectors.toMap(active -> new TenantId(active.tenantId), active -> active.version));
    }
}
