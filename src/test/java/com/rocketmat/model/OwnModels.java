package com.rocketmat.model;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.tenant.TenantDue;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.state.TenantStates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Vetoed;
import jakarta.enterprise.inject.spi.CDI;

/** With what the application's has; tests override what another replica or an operator does meanwhile. */
// the scope of Models is inherited: it would be a second bean
@Vetoed
class OwnModels extends Models {

    OwnModels(ModelsConfig config) {
        this(
                config,
                bean(ModelCache.class),
                CDI.current().getBeanManager().getEvent().select(TenantDue.class));
    }

    OwnModels(ModelsConfig config, ModelCache cache, Event<TenantDue> due) {
        super(
                bean(ModelStore.class),
                bean(ModelCards.class),
                bean(TenantRegistry.class),
                bean(TenantStates.class),
                bean(TenantUnit.class),
                cache,
                due,
                config,
                new FeatureCatalogue(),
                new SimpleMeterRegistry());
    }

    private static <T> T bean(Class<T> type) {
        return CDI.current().select(type).get();
    }
}
