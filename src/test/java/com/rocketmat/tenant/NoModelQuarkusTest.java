package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.tenant.state.TenantStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Activating a model clears the note about a missing one at once, without another slice. */
@QuarkusTest
@Tag("finding-D6")
class NoModelQuarkusTest {

    @Inject
    TenantStates states;

    private final TenantId tenant = new TenantId("without-model-" + UUID.randomUUID());

    @BeforeEach
    void aTenantThatRuns() {
        states.usable(tenant, Mode.LIVE, true, 1);
    }

    @Test
    void activatingAModelClearsTheNote() {
        states.note(tenant, "no active model", "train or upload a model and activate it");

        activateAModel();

        assertThat(states.standing(tenant)).isEqualTo(TenantStatus.of(TenantState.ACTIVE));
    }

    @Test
    void anotherNoteStays() {
        states.note(tenant, "Greenhouse is not available", "wait");

        activateAModel();

        assertThat(states.standing(tenant).reason()).isEqualTo("Greenhouse is not available");
    }

    private void activateAModel() {
        URI address = URI.create("http://localhost:" + RestAssured.port);
        new Operator(address, Surroundings.OPERATOR)
                .giveModel(tenant.value(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);
    }
}
