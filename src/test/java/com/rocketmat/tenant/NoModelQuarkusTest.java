package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.tenant.state.TenantStatus;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Activating a model clears the note about a missing one at once, without another slice. */
@QuarkusTest
@Tag("finding-D6")
class NoModelQuarkusTest {

    @Inject
    TenantStates states;

    private final TenantId tenant = new TenantId("without-model-" + UUID.randomUUID());

    @Test
    void activatingAModelClearsTheNote() {
        states.usable(tenant, Mode.LIVE, true, 1);
        states.note(tenant, "no active model", "train or upload a model and activate it");

        Surroundings.api().giveModel(tenant.value(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);

        assertThat(states.standing(tenant)).isEqualTo(TenantStatus.of(TenantState.ACTIVE));
    }
}
